/** A node as a program of its own: `run-node.ts CONFIG`. */
import { runNode } from '../run.ts'

const [, , configPath = ''] = process.argv
await runNode(configPath)
