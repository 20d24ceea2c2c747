"""The start page: go on with a project, or begin one.

`resume` is the list of projects, `samples`, `blank`, `questions`, `stand_ins` and `importing` are the ways to
begin and to go on, `sharing` says who else may see a project.
"""
