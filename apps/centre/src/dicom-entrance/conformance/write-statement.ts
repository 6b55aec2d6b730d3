/** `npm run conformance-statement`: writes docs/dicom-conformance-statement.md. */
import { writeFileSync } from 'node:fs'
import { conformanceStatement, statementPath } from './statement.ts'

writeFileSync(statementPath, conformanceStatement())
