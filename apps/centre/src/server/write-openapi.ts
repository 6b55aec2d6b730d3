/** Writes apps/portal/openapi.json: `node apps/centre/src/server/write-openapi.ts`. */
import { writeFileSync } from 'node:fs'
import { apiDescription, openapiPath } from './api-description.ts'

writeFileSync(openapiPath, await apiDescription())
