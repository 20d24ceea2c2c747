' What a person does in Calc, as procedures. Cells are found by their sheet, the id in the first column
' and the heading of their column; what is entered goes through the input line, as if it were typed.

Dim Book As Object
Dim Frame As Object

Sub Work(source As String, target As String, log As String)
  Dim nothing_special(0) As New com.sun.star.beans.PropertyValue
  Dim excel(0) As New com.sun.star.beans.PropertyValue
  Dim said As String
  On Error Goto Failed
  nothing_special(0).Name = "Hidden"
  nothing_special(0).Value = True
  Book = StarDesktop.loadComponentFromURL(source, "_blank", 0, nothing_special())
  Frame = Book.CurrentController.Frame
  Edits
  excel(0).Name = "FilterName"
  excel(0).Value = "Calc MS Excel 2007 XML"
  Book.storeAsURL(target, excel())
  Book.close(True)
  said = "saved"
  Goto Done
Failed:
  said = Error$ & " (line " & Erl & ")"
Done:
  Open log For Output As #1
  Print #1, said
  Close #1
  StarDesktop.terminate()
End Sub

Sub Enter(sheet As String, row_id As String, heading As String, text As String)
  Dim words(0) As New com.sun.star.beans.PropertyValue
  Go(CellOf(sheet, row_id, heading))
  words(0).Name = "StringName"
  words(0).Value = text
  Command(".uno:EnterString", words())
End Sub

Sub InsertBlankLineAbove(sheet As String, row_id As String)
  Dim none()
  Go(CellOf(sheet, row_id, ""))
  Command(".uno:InsertRowsBefore", none())
End Sub

Sub Widen(sheet As String, heading As String)
  SheetOf(sheet).Columns.getByIndex(ColumnOf(sheet, heading)).Width = 12000
End Sub

Sub SortBy(sheet As String, heading As String)
  Dim words(2) As New com.sun.star.beans.PropertyValue
  Go(SheetOf(sheet).getCellRangeByPosition(0, 0, LastColumn(sheet), LastRow(sheet)))
  words(0).Name = "HasHeader"
  words(0).Value = True
  words(1).Name = "Col1"
  words(1).Value = ColumnOf(sheet, heading) + 1
  words(2).Name = "Ascending1"
  words(2).Value = True
  Command(".uno:DataSort", words())
End Sub

Sub Go(cells As Object)
  Dim words(0) As New com.sun.star.beans.PropertyValue
  Book.CurrentController.setActiveSheet(cells.Spreadsheet)
  words(0).Name = "ToPoint"
  words(0).Value = cells.AbsoluteName
  Command(".uno:GoToCell", words())
End Sub

Sub Command(name As String, words())
  createUnoService("com.sun.star.frame.DispatchHelper").executeDispatch(Frame, name, "", 0, words())
End Sub

Function SheetOf(sheet As String) As Object
  SheetOf = Book.Sheets.getByName(sheet)
End Function

Function CellOf(sheet As String, row_id As String, heading As String) As Object
  Dim row As Long
  For row = 1 To LastRow(sheet)
    If SheetOf(sheet).getCellByPosition(0, row).String = row_id Then
      CellOf = SheetOf(sheet).getCellByPosition(ColumnOf(sheet, heading), row)
      Exit Function
    End If
  Next row
  Err.Raise(1001, "", "no row " & row_id)
End Function

Function ColumnOf(sheet As String, heading As String) As Long
  Dim column As Long
  If heading = "" Then Exit Function
  For column = 0 To LastColumn(sheet)
    If SheetOf(sheet).getCellByPosition(column, 0).String = heading Then
      ColumnOf = column
      Exit Function
    End If
  Next column
  Err.Raise(1001, "", "no column " & heading)
End Function

Function LastRow(sheet As String) As Long
  Dim cursor As Object
  cursor = SheetOf(sheet).createCursor()
  cursor.gotoEndOfUsedArea(False)
  LastRow = cursor.RangeAddress.EndRow
End Function

Function LastColumn(sheet As String) As Long
  Dim column As Long
  Do While SheetOf(sheet).getCellByPosition(column + 1, 0).String <> ""
    column = column + 1
  Loop
  LastColumn = column
End Function
