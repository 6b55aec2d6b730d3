/**
 * Resources of FHIR R5 judged by shapes that are not ours: the types of DefinitelyTyped, made from R5's definitions. As
 * literals each element that R5 does not have, lacks, or gives other codes is a mistake of the compiler's.
 */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FhirResource } from 'fhir/r5.js'

const root = fileURLToPath(new URL('../../../../../', import.meta.url))
const compiler = join(root, 'node_modules/typescript-native/bin/tsc')
/** Nothing else is said: the project's own options judge other things. */
const OPTIONS = {
  compilerOptions: {
    ...{ noEmit: true, strict: true, skipLibCheck: true, types: [] },
    paths: { 'fhir/r5': [join(root, 'node_modules/@types/fhir/r5.d.ts')] },
  },
  files: ['resources.ts'],
}
/** It takes seconds, on a busy machine a minute. */
const TIMEOUT_MS = 180_000

/** @returns what the compiler says, a line each; empty: they are resources of R5 */
export async function mistakesInR5(
  resources: readonly { readonly resourceType: FhirResource['resourceType'] }[],
): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-r5-shapes-'))
  try {
    const literals = resources.map(
      (resource, index) =>
        `export const resource${index}: r5.${resource.resourceType} = ${JSON.stringify(resource)}`,
    )
    await writeFile(
      join(folder, 'resources.ts'),
      ["import type * as r5 from 'fhir/r5'", ...literals].join('\n'),
    )
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(OPTIONS))
    const said = await compiled(folder)
    return said.split('\n').filter((line) => line.trim() !== '')
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** The compiler ends with a code other than 0 when it finds mistakes. */
async function compiled(folder: string): Promise<string> {
  return await new Promise((resolve, reject) => {
    const options = { cwd: folder, timeout: TIMEOUT_MS, killSignal: 'SIGKILL' } as const
    execFile(process.execPath, [compiler, '--project', folder], options, (error, stdout, stderr) => {
      if (error !== null && (stdout === '' || error.killed === true))
        reject(new Error(`the compiler did not run to its end: ${stderr}`, { cause: error }))
      else resolve(stdout)
    })
  })
}
