"""How the board page looks, and how it is made to fit on one sheet of A4."""

CSS = """
@page { size: A4 portrait; margin: 8mm 12mm; }
article.board { font: calc(9.6pt * var(--fit, 1))/1.38 "Source Sans 3", "Source Sans Pro", "Segoe UI",
  Helvetica, Arial, sans-serif; color: #1B2230; background: #fff; max-width: 190mm; margin: 0 auto;
  padding: 6mm; box-sizing: border-box; overflow-wrap: anywhere; }
article.board h1 { font-size: 1.77em; line-height: 1.15; margin: 0 0 .1em; padding: 0; color: #1B2230; }
article.board h2 { font-size: 1.02em; line-height: 1.38; margin: .75em 0 .23em; padding: 0 0 .17em;
  border-bottom: .3mm solid #C9CED8; color: #1B2230; }
article.board :is(p, li, td, ul) { font-size: .885em; line-height: 1.3; color: inherit; }
article.board :is(td, ul, li) :is(p, li, td, ul) { font-size: 1em; }
article.board p { margin: .2em 0; padding: 0; }
article.board ul { margin: .2em 0 0 1.3em; padding: 0; }
article.board li { margin: .07em 0; }
article.board .quiet { color: #4A5364; font-size: .865em; }
article.board :is(p, li, td) .quiet { font-size: .98em; }
article.board ul.two { columns: 2; column-gap: 2.4em; }
article.board .headline { display: flex; gap: 1.2em; align-items: baseline;
  justify-content: space-between; margin: .9em 0 .3em; }
article.board .figure b { display: block; font-size: 1.67em; line-height: 1.1; white-space: nowrap;
  font-variant-numeric: tabular-nums; }
article.board .figure span { color: #4A5364; font-size: .9em; }
article.board table { border-collapse: collapse; width: 100%; margin: 0; font-variant-numeric: tabular-nums; }
article.board th { text-align: left; font-weight: 500; color: #4A5364; font-size: .875em;
  vertical-align: bottom; }
article.board :is(td, th) { padding: .2em .6em .2em 0; border: 0; border-bottom: .2mm solid #DDE1E8;
  vertical-align: top; }
article.board .n { text-align: right; white-space: nowrap; }
article.board .bar { display: flex; height: 1.5em; border-radius: .3em; overflow: hidden; margin: .12em 0; }
article.board .bar i { display: block; height: 100%; color: #1B2230; font: 600 .9em/1.7em sans-serif;
  text-align: center; overflow: hidden; }
article.board .bar .I { color: #fff; }
article.board .day { width: 4.8em; }
article.board .who { min-width: 12em; }
article.board .columns { display: grid; grid-template-columns: 1fr 1fr; gap: 0 2.4em; }
article.board .kept { color: #00664A; }
article.board .broken { color: #A63F00; }
article.board .open { color: #7A5200; }
article.board .red { border-left: 1mm solid #D55E00; padding-left: .7em; }
article.board .foot { margin-top: .9em; font-size: .79em; }
@media print {
  article.board { padding: 0; max-width: none; }
  article.board * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  article.board :is(tr, li, .figure) { break-inside: avoid; }
}
"""
"""Style sheet of the page; every size follows that of its letters, so that the whole can be made smaller."""

FIT = """
window.addEventListener("beforeprint", () => {
  for (const board of document.querySelectorAll("article.board")) {
    board.style.cssText = "position:absolute;width:186mm;max-width:none;padding:0;margin:0";
    const above = document.querySelector(".st-key-stale-plan")?.getBoundingClientRect().height ?? 0;
    const sheet = (board.getBoundingClientRect().width * 277) / 186 - above;
    for (let fit = 1; fit >= 0.5; fit -= 0.02) {
      board.style.setProperty("--fit", fit);
      if (board.getBoundingClientRect().height <= sheet) break;
    }
    board.style.cssText = `--fit:${board.style.getPropertyValue("--fit")}`;
  }
});
window.addEventListener("afterprint", () => {
  for (const board of document.querySelectorAll("article.board")) board.style.removeProperty("--fit");
});
"""
"""Before the page is printed, makes its letters as small as one sheet asks, but not below half their size.

In the app, the note that a plan is of older facts stands above it on the sheet.
"""
