"""Writes Sources/CVectorMath/TableRows.h: the tables of Tables.h once more, row by row.

There each coefficient of all intervals is side by side, here each interval's coefficients, its centre
last. Run from the repository's top after vector_tables.py: python3 Tests/References/table_rows.py
"""
import re

HEAD = '''// The tables of Tables.h once more, with what one interval or cell needs side by side: for processors on which
// a few loads for each lane are quicker than exchanges between lanes. Written by
// Tests/References/table_rows.py.
#ifndef VM_TABLE_ROWS_H
#define VM_TABLE_ROWS_H

'''


def list_of(text, name, count):
    found = re.search(r'static const double %s\[%d\] = \{(.*?)\};' % (name, count), text, re.S)
    numbers = re.findall(r'[^\s,]+', found[1])
    assert len(numbers) == count
    return numbers


def array(name, rows, last=None):
    width = (len(rows[0]) + (3 if last is None else 4)) // 4 * 4
    lines = []
    for i, row in enumerate(rows):
        numbers = list(row) + ['0.0'] * (width - len(row))
        if last:
            assert len(row) < width
            numbers[-1] = last[i]
        lines.append('{' + ',\n     '.join(
            ', '.join(numbers[j:j + 4]) for j in range(0, width, 4)) + '}')
    return 'static const double %s_ROWS[%d][%d] = {\n    %s};\n' % (
        name, len(rows), width, ',\n    '.join(lines))


def by_rows(text):
    tables = r'static const double (\w+)\[(\d+)\]\[(8|16)\] = \{\n(.*?)\n\};'
    for name, count, cells, body in re.findall(tables, text, re.S):
        columns = [re.findall(r'[^\s,]+', row) for row in re.findall(r'\{([^}]*)\}', body)]
        assert len(columns) == int(count) and all(len(c) == int(cells) for c in columns)
        yield array(name, list(zip(*columns)), list_of(text, name + '_CENTRE', int(cells)))
    for name, columns in [
            ('VM_LOG_CELL', ['VM_LOG_INVERSE', 'VM_LOG_HIGH', 'VM_LOG_LOW']),
            ('VM_GRID_CELL', ['VM_GRID_INVERSE', 'VM_GRID_SLOPE', 'VM_GRID_REMAINDER', 'VM_GRID_LOG'])]:
        yield array(name, list(zip(*(list_of(text, column, 16) for column in columns))))


text = open('Sources/CVectorMath/Tables.h').read()
open('Sources/CVectorMath/TableRows.h', 'w').write(HEAD + '\n'.join(by_rows(text)) + '\n#endif\n')
