"""The operators of the rule language. One module has all of an operator; `registry` lists them.

A module has the section of the language page (its docstring), the condition, and how a rule file is
parsed and checked. The schema and the language page are made from these: `python -m dslint.docs`.
"""
