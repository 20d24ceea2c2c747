// Keeps one short text for this browser.
export default function (component) {
  const { name, value } = component.data;
  const text = `${name}=${encodeURIComponent(value)}; path=/; max-age=31536000; samesite=strict`;
  document.cookie = location.protocol === "https:" ? `${text}; secure` : text;
}
