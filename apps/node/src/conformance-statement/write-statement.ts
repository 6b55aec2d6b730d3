/** Part of `npm run conformance-statement`: writes docs/node-conformance-statement.md. */
import { writeFileSync } from 'node:fs'
import { nodeConformanceStatement, statementPath } from './statement.ts'

writeFileSync(statementPath, nodeConformanceStatement())
