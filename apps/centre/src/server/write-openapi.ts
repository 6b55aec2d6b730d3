/** Writes apps/portal/openapi.json and what the portal's types say of it: `node apps/centre/src/server/write-openapi.ts`. */
import { writeFileSync } from 'node:fs'
import { apiDescription, openapiPath } from './api-description.ts'
import { apiTypes, apiTypesPath } from './api-types.ts'

const description = await apiDescription()
writeFileSync(openapiPath, description)
writeFileSync(apiTypesPath, await apiTypes(description))
