/** A process that owns an embedded database until it is killed: `embedded-owner.ts DATA-FOLDER PORT`. */
import pino from 'pino'
import { EmbeddedPostgres } from '../database/embedded/index.ts'

const [dataFolder = '', port = ''] = process.argv.slice(2)
await EmbeddedPostgres.start(dataFolder, Number(port), pino({ level: 'silent' }))
process.send?.('started')
setInterval(() => {}, 1000)
