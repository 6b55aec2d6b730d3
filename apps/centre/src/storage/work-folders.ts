/** `work/<message id>-<random>/` of the data folder, where packages are written, whatever store they go to. */
import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createFolder } from './durable-folder.ts'
import { checkedId } from './stored-name.ts'

export class WorkFolders {
  readonly folder: string

  private constructor(folder: string) {
    this.folder = folder
  }

  static async open(root: string): Promise<WorkFolders> {
    const folder = join(root, 'work')
    await createFolder(folder)
    return new WorkFolders(folder)
  }

  async create(messageId: string): Promise<string> {
    const path = join(this.folder, `${checkedId(messageId)}-${randomBytes(6).toString('hex')}`)
    await mkdir(path)
    return path
  }

  async remove(path: string): Promise<void> {
    await rm(path, { recursive: true, force: true })
  }

  async sweep(): Promise<void> {
    for (const name of await readdir(this.folder)) await this.remove(join(this.folder, name))
  }
}
