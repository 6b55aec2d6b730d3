/** Writes docs/configuration.md: `node apps/centre/src/config/write-table.ts`. */
import { writeFileSync } from 'node:fs'
import { configurationDocument, configurationPath } from './document.ts'

writeFileSync(configurationPath, configurationDocument())
