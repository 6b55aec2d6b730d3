/** Mails to people: their wordings in each language, which operators may change, a queue, SMTP or files. */
import type { Centre } from '../centre.ts'
import { whenClockIsSure } from '../clock-watch/index.ts'
import type { Feature } from '../features.ts'
import { openFolderTransport, prepareMailFolder, sweepMailFolder } from './folder-transport.ts'
import { SEND_MAIL, sendMail, sweepMail } from './queue.ts'
import { mailRoutes } from './routes.ts'
import { openSmtpTransport } from './smtp-transport.ts'
import type { MailProblem, MailTransport } from './transport.ts'
import { wordingRoutes } from './wordings/routes.ts'

export { MAIL_LANGUAGES } from './languages/index.ts'
export { momentInMail } from './moment.ts'
export { mailTrouble, queueMail, queueMails, SEND_MAIL } from './queue.ts'

const transports = new WeakMap<Centre['db'], MailTransport>()

async function openTransport({ config }: Centre): Promise<MailTransport> {
  const { smtp } = config.mail
  return smtp === null ? openFolderTransport(config) : await openSmtpTransport(config, smtp)
}

/** It runs once a day. */
const CLOCK_SURE_HOURS = 24

export const mail: Feature = {
  name: 'mail',
  routes(app, centre) {
    mailRoutes(app, centre)
    wordingRoutes(app, centre)
  },
  jobs: (centre) => ({
    [SEND_MAIL]: async ({ mail: id }: { mail: string }) => {
      const transport = transports.get(centre.db)
      if (transport === undefined) throw new Error('mail was not started')
      await sendMail(centre, transport, id)
    },
    'sweep-mail': () =>
      whenClockIsSure(centre, 'sweep-mail', CLOCK_SURE_HOURS, async () => {
        await sweepMail(centre)
        if (centre.config.mail.smtp === null) await sweepMailFolder(centre.config, centre.clock())
      }),
  }),
  schedules: [{ job: 'sweep-mail', pattern: '17 3 * * *' }],
  async start(centre) {
    if (centre.config.mail.smtp === null) {
      centre.log.warn('no SMTP server is configured: mails are put in a folder')
      await prepareMailFolder(centre.config).catch(({ code }: MailProblem) =>
        centre.log.error({ problem: code }, 'the folder of mails cannot be used: mails will wait'),
      )
    }
    transports.set(centre.db, await openTransport(centre))
  },
  async stop({ db }) {
    transports.get(db)?.close()
  },
}
