/** apps/portal/src/api/schema.ts as it has to stand: the API's description as types, which the portal's calls are made of. */
import { fileURLToPath } from 'node:url'
import openapiTS, { astToString } from 'openapi-typescript'

export const apiTypesPath = fileURLToPath(new URL('../../../portal/src/api/schema.ts', import.meta.url))

const HEAD =
  '/** Written by `node apps/centre/src/server/write-openapi.ts`: what the routes of the centre say. */\n\n'

/** @param description the OpenAPI document, JSON */
export async function apiTypes(description: string): Promise<string> {
  return (
    HEAD +
    astToString(
      await openapiTS(JSON.parse(description), { immutable: true, alphabetize: true, silent: true }),
    )
  )
}
