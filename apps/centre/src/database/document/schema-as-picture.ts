/**
 * docs/schema.svg: tables with their columns, and an arrow for each foreign key. Graphviz (as WebAssembly, so that
 * nothing has to be installed) finds the places.
 */
import { Graphviz } from '@hpcc-js/wasm-graphviz'
import type { Schema, Table } from './read-schema.ts'

const SHORT_TYPES: Readonly<Record<string, string>> = {
  'timestamp with time zone': 'timestamptz',
  'character(2)': 'char(2)',
}

export async function schemaAsPicture(schema: Schema): Promise<string> {
  const graphviz = await Graphviz.load()
  return graphviz.layout(schemaAsDot(schema), 'svg', 'dot')
}

function schemaAsDot({ tables }: Schema): string {
  const arrows = tables.flatMap(({ name, constraints }) =>
    constraints.flatMap(({ kind, columns: [column], target }) =>
      kind === 'foreign' && target !== null && column !== undefined
        ? [`"${name}":${column} -> "${target}":_`]
        : [],
    ),
  )
  return `digraph schema {
  graph [rankdir=RL, nodesep=0.25, ranksep=0.9, bgcolor=white, pad=0.3]
  node [shape=plain, fontname="Helvetica", fontsize=10]
  edge [color="#2362a2", arrowsize=0.7]
  ${tables.map(tableNode).join('\n  ')}
  ${arrows.join('\n  ')}
}`
}

function tableNode({ name, columns, constraints }: Table): string {
  const inKey = (kind: 'primary' | 'foreign', column: string) =>
    constraints.some((each) => each.kind === kind && each.columns.includes(column))
  const rows = columns.map(({ name: column, type, isNullable }) => {
    const shown = inKey('primary', column) ? `<b>${column}</b>` : column
    const kind = `${SHORT_TYPES[type] ?? type}${isNullable ? '?' : ''}`
    return `<tr><td align="left" port="${column}">${shown}</td><td align="left"><font color="#5b6b7b">${kind}</font></td></tr>`
  })
  const head = `<tr><td colspan="2" align="left" bgcolor="#2362a2" port="_"><font color="white"><b>${name}</b></font></td></tr>`
  // Quoted: a table may be called as a word of the language.
  return `"${name}" [label=<<table border="1" color="#9aa8b5" cellborder="0" cellspacing="0" cellpadding="4">${head}${rows.join('')}</table>>]`
}
