/** docs/schema.sql: the whole schema in one file, so that each change of it shows in review. */
import type { Column, Schema, Table } from './read-schema.ts'

export function schemaAsSql({ tables, functions, collations }: Schema): string {
  const statements = [
    ...collations.map(statement),
    ...tables.map(tableStatement),
    ...tables.flatMap(({ indexes }) => indexes).map(statement),
    ...functions.map(statement),
    ...tables.flatMap(({ triggers }) => triggers).map(statement),
  ]
  const head = `-- The centre's schema after all migrations, written from a real database by \`npm run schema\`.
-- What its columns mean stands in apps/centre/src/database/migrations/.`
  return `${[head, ...statements].join('\n\n')}\n`
}

function statement(definition: string): string {
  return `${definition.trimEnd()};`
}

function tableStatement({ name, columns, constraints, partitionedBy }: Table): string {
  const lines = [
    ...columns.map(columnLine),
    ...constraints.map(({ name: constraint, definition }) => `CONSTRAINT ${constraint} ${definition}`),
  ]
  const end = partitionedBy === null ? '' : ` PARTITION BY ${partitionedBy}`
  return `CREATE TABLE ${name} (\n${lines.map((line) => `  ${line}`).join(',\n')}\n)${end};`
}

function columnLine({ name, type, isNullable, default: value }: Column): string {
  const words = [name, type]
  if (!isNullable) words.push('NOT NULL')
  if (value !== null) words.push(value.startsWith('generated') ? value.toUpperCase() : `DEFAULT ${value}`)
  return words.join(' ')
}
