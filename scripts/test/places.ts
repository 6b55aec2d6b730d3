/** Where the tests find things. */
import { join, resolve } from 'node:path'

export const repository = resolve(import.meta.dirname, '../..')
export const endToEnd = join(repository, 'e2e')
/** Real images and the judge of file-sets lie beside the repository. */
export const shared = resolve(repository, process.env.EPACS_SHARED ?? '../shared')
