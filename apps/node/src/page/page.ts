/**
 * The node's own page: on loopback for whoever sits at the machine, and over TLS for administrators where that is configured. It
 * shows, and lets transfers be held, tried again, redirected and cancelled.
 */
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { fileURLToPath } from 'node:url'
import { NodeError } from '../node-error.ts'
import type { Passports } from '../passport/passports.ts'
import type { RecentLog } from '../recent-log.ts'
import { type Administrator, openForAdministrators } from './administrators.ts'
import { end, HEADERS, jsonOf, type OpenPage } from './answering.ts'
import {
  type Command,
  type CommandedParts,
  commandIncoming,
  commandOutgoing,
  type Obeyed,
  redirectOutgoing,
} from './commands.ts'
import { type DecisionParts, decideAtPage, questions } from './decisions.ts'
import { type IdentityParts, judgeAtPage } from './identities.ts'
import { cookieFor, inWords, LANGUAGE_LINKS, LANGUAGES, type Language, languageOf } from './languages.ts'
import { METRICS_TYPE, metricsOf } from './metrics.ts'
import { participantsCsv } from './participants-csv.ts'
import { openRequests, type RequestCommand, type RequestParts, requestAtPage } from './requests.ts'
import { nodeState, type PageParts } from './state.ts'

const HOST = '127.0.0.1'
const FILES = [
  { url: '/sign-in.js', file: './sign-in.js', type: 'text/javascript; charset=utf-8' },
  { url: '/page.js', file: './page.js', type: 'text/javascript; charset=utf-8' },
  { url: '/decisions.js', file: './decisions.js', type: 'text/javascript; charset=utf-8' },
  { url: '/identities.js', file: './identities.js', type: 'text/javascript; charset=utf-8' },
  { url: '/requests.js', file: './requests.js', type: 'text/javascript; charset=utf-8' },
  { url: '/words.js', file: './words.js', type: 'text/javascript; charset=utf-8' },
  ...LANGUAGES.map((each) => ({
    url: `/words-${each}.json`,
    file: `./words-${each}.json`,
    type: 'application/json',
  })),
  { url: '/page.css', file: './page.css', type: 'text/css; charset=utf-8' },
] as const
const COMMAND = /^\/api\/(outgoing|incoming)\/([0-9a-f-]{36})\/(hold|release|retry|cancel)$/
const REDIRECT = /^\/api\/outgoing\/([0-9a-f-]{36})\/redirect$/
const LOG = /^\/api\/log\?level=(\d{2})$/
const DECISION = /^\/api\/decisions\/([0-9a-f-]{36})\/(\d{1,4})$/
const REQUEST = /^\/api\/requests\/([0-9a-f-]{36})\/(studies|answer|refuse)$/
const END_TO_END = /^\/api\/end-to-end\/([0-9a-f-]{36})\/(accept|forget)$/
const STATUS_OF: Readonly<Record<Obeyed | 'no-participant', number>> = {
  done: 204,
  unknown: 404,
  'not-now': 409,
  'no-participant': 422,
}

interface PassportParts {
  readonly passports: Pick<Passports, 'askNow'>
}

interface LogParts {
  readonly recentLog: Pick<RecentLog, 'lines'>
}

/** @throws NodeError that names the port */
export async function openPage(
  parts: PageParts & CommandedParts & DecisionParts & RequestParts & LogParts & PassportParts & IdentityParts,
): Promise<OpenPage> {
  const files = new Map<string, { readonly type: string; readonly body: Buffer }>()
  for (const { url, file, type } of FILES) {
    files.set(url, { type, body: await readFile(fileURLToPath(new URL(file, import.meta.url))) })
  }
  const pages = await pagesInWords('./page.html')
  const signIn = await pagesInWords('./sign-in.html')
  const { port, listen } = parts.config.now.page
  const server = createServer((request, response) => {
    // Another name for this address is a page elsewhere that wants to read here (DNS rebinding).
    if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? '')) return end(response, 403)
    answer(request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : new Error(String(error)))
    })
  })

  /** @param by the administrator; undefined: who sits at the machine */
  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    by?: Administrator,
  ): Promise<void> {
    const { url = '', method, headers } = request
    const told = by === undefined ? parts : { ...parts, log: parts.log.child({ by: by.name }) }
    if (method === 'GET') {
      const cookie = cookieFor(url)
      if (cookie !== undefined) {
        response.writeHead(303, { ...HEADERS, Location: '/', 'Set-Cookie': cookie }).end()
        return
      }
      if (url === '/') return end(response, 200, 'text/html; charset=utf-8', pages[languageOf(headers)])
      if (url === '/sign-in')
        return end(response, 200, 'text/html; charset=utf-8', signIn[languageOf(headers)])
      const file = files.get(url)
      if (file !== undefined) return end(response, 200, file.type, file.body)
      if (url === '/api/decisions' || url === '/api/requests') {
        // They name patients: no page elsewhere may read them, nor whoever follows a link.
        if (headers['x-epacs-node'] !== '1') return end(response, 403)
        const told = url === '/api/requests' ? openRequests(parts) : questions(parts)
        return end(response, 200, 'application/json', JSON.stringify(told))
      }
      if (url === '/participants.csv')
        return end(response, 200, 'text/csv; charset=utf-8', participantsCsv(await nodeState(parts)))
      if (url === '/metrics') return end(response, 200, METRICS_TYPE, await metricsOf(await nodeState(parts)))
      const [, level] = LOG.exec(url) ?? []
      if (level !== undefined)
        return end(response, 200, 'application/json', JSON.stringify(parts.recentLog.lines(Number(level))))
      if (url !== '/api/state') return end(response, 404)
      return end(
        response,
        200,
        'application/json',
        JSON.stringify({ ...(await nodeState(parts)), administrator: by ?? null }),
      )
    }
    if (method !== 'POST') return end(response, 405)
    // A custom header: no page elsewhere can send it without being asked first, and is never answered yes.
    if (headers['x-epacs-node'] !== '1') return end(response, 403)
    if (url === '/api/retry') {
      parts.queue.outgoing.retryNow()
      parts.queue.incoming.retryNow()
      parts.callAllPacs()
      return end(response, 204)
    }
    const [, institution, verdict] = END_TO_END.exec(url) ?? []
    if (institution !== undefined) {
      const judged = await jsonOf(request)
      const body = by === undefined ? judged : { ...Object(judged), by: by.name }
      const { status, problem } = judgeAtPage(
        parts,
        institution,
        verdict === 'accept' ? 'accept' : 'forget',
        body,
      )
      if (problem === undefined) return end(response, status)
      return end(response, status, 'application/json', JSON.stringify({ problem }))
    }
    if (url === '/api/passport') {
      parts.passports.askNow()
      return end(response, 204)
    }
    if (url === '/api/reload') {
      const reloaded = await parts.config.reload()
      return end(response, 'fault' in reloaded ? 422 : 200, 'application/json', JSON.stringify(reloaded))
    }
    const [, message, number] = DECISION.exec(url) ?? []
    if (message !== undefined) {
      const decided = await jsonOf(request)
      // Who has signed in decides under no other name.
      const body = by === undefined ? decided : { ...Object(decided), by: by.name }
      const { status, problem } = decideAtPage(told, message, Number(number), body)
      if (problem === undefined) return end(response, status)
      return end(response, status, 'application/json', JSON.stringify({ problem }))
    }
    const [, asked, toDo] = REQUEST.exec(url) ?? []
    if (asked !== undefined) {
      const given = Object(await jsonOf(request))
      const done = by === undefined || toDo === 'studies' ? given : { ...given, by: by.name }
      const { status, body } = await requestAtPage(told, asked, toDo as RequestCommand, done)
      if (body === undefined) return end(response, status)
      return end(response, status, 'application/json', JSON.stringify(body))
    }
    const [, redirected] = REDIRECT.exec(url) ?? []
    if (redirected !== undefined) {
      const { to } = Object(await jsonOf(request))
      if (typeof to !== 'string') return end(response, 400)
      return end(response, STATUS_OF[await redirectOutgoing(told, redirected, to)])
    }
    const [, which, id = '', command] = COMMAND.exec(url) ?? []
    if (which === undefined) return end(response, 404)
    const obey = which === 'outgoing' ? commandOutgoing : commandIncoming
    end(response, STATUS_OF[await obey(told, id, command as Command)])
  }

  try {
    server.listen(port, HOST)
    await once(server, 'listening')
  } catch (error) {
    throw new NodeError(`page: port ${port} is taken, or may not be listened at.`, { cause: error })
  }
  const close = async () => {
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }
  let elsewhere: OpenPage | undefined
  try {
    elsewhere = listen === null ? undefined : await openForAdministrators(listen, answer, parts.log)
  } catch (error) {
    await close()
    throw error
  }
  return {
    address: `http://${HOST}:${port}`,
    async close() {
      await Promise.all([close(), elsewhere?.close()])
    },
  }
}

async function pagesInWords(file: string): Promise<Readonly<Record<Language, string>>> {
  const textOf = async (name: string) => await readFile(new URL(name, import.meta.url), 'utf8')
  const html = await textOf(file)
  const pages = { en: '', cs: '', sk: '' }
  for (const lang of LANGUAGES) {
    const words = JSON.parse(await textOf(`./words-${lang}.json`)) as Readonly<Record<string, unknown>>
    pages[lang] = inWords(html, { ...words, languages: LANGUAGE_LINKS }).replace(
      '<html lang="en">',
      `<html lang="${lang}">`,
    )
  }
  return pages
}
