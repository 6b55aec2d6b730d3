/**
 * Resources of FHIR R5 judged by shapes that are not ours: the types of DefinitelyTyped, made from R5's definitions. As
 * literals each element that R5 does not have, lacks, or gives other codes is a mistake of the compiler's.
 */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FhirResource } from 'fhir/r5.js'

const root = fileURLToPath(new URL('../../../../../', import.meta.url))
const compiler = join(root, 'node_modules/typescript-native/bin/tsc')
/** Of the command line alone: the project's own options judge other things. */
const OPTIONS = ['--ignoreConfig', '--noEmit', '--strict', '--skipLibCheck', '--types', '']

/** @returns what the compiler says, a line each; empty: they are resources of R5 */
export async function mistakesInR5(
  resources: readonly { readonly resourceType: FhirResource['resourceType'] }[],
): Promise<readonly string[]> {
  // Beside the packages, so that the types are found.
  const folder = await mkdtemp(join(root, 'node_modules/.r5-shapes-'))
  try {
    const literals = resources.map(
      (resource, index) =>
        `export const resource${index}: r5.${resource.resourceType} = ${JSON.stringify(resource)}`,
    )
    const file = join(folder, 'resources.ts')
    await writeFile(file, ["import type * as r5 from 'fhir/r5'", ...literals].join('\n'))
    const said = await compiled(file)
    return said.split('\n').filter((line) => line.trim() !== '')
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** The compiler ends with a code other than 0 when it finds mistakes. */
async function compiled(file: string): Promise<string> {
  return await new Promise((resolve, reject) => {
    execFile(process.execPath, [compiler, ...OPTIONS, file], (error, stdout, stderr) => {
      if (error !== null && stdout === '')
        reject(new Error(`the compiler did not run: ${stderr}`, { cause: error }))
      else resolve(stdout)
    })
  })
}
