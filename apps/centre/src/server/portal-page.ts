/**
 * The portal's page as a visitor gets it: one of the built files, with the operator's address, its policy, and packed.
 * Made once for each file; the portal may be built anew under a running centre.
 */
import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { portalPolicy } from './security-headers.ts'

const PAGE = 'index.html'
/** Pages of which more than the header is there before the program (apps/portal/build/first-paint.ts). */
const PUBLIC_PAGE = /^\/([a-z-]{0,40})$/
/**
 * Makes the browser start a process for the page alone, which a visitor waits for longer than for all the rest. It parts a
 * page from the one that opened it: where nobody is signed in, there is nothing that the other could reach. Whoever signs
 * in leaves the page, and comes back to one that has it; if they do so in another tab, the page is loaded anew
 * (apps/portal/src/api/session.ts).
 */
const ISOLATION = 'Cross-Origin-Opener-Policy'
const SIGN_IN = /^\/sign-in(\?|$)/
const INLINE = { scripts: /<script>(.*?)<\/script>/gs, styles: /<style>(.*?)<\/style>/gs }

interface Page {
  readonly builtMs: number
  readonly tag: string
  readonly policy: string
  readonly plain: Buffer
  readonly brotli: Buffer
}

export class PortalPage {
  readonly #root: string
  readonly #contact: string | null
  readonly #made = new Map<string, Page>()

  constructor(root: string, contact: string | null) {
    this.#root = root
    this.#contact = contact
  }

  async send(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const own = await this.#own(request.url)
    const { tag, policy, plain, brotli } = own ?? (await this.#page(PAGE))
    reply.header('Cache-Control', 'no-cache').header('ETag', tag).header('Vary', 'Accept-Encoding, Cookie')
    if (own !== null && isStranger(request)) reply.removeHeader(ISOLATION)
    reply.header('Content-Security-Policy', policy)
    if (request.headers['if-none-match'] === tag) return reply.code(304).send()
    reply.type('text/html; charset=utf-8')
    const packed = /\bbr\b/.test(request.headers['accept-encoding'] ?? '')
    return packed ? reply.header('Content-Encoding', 'br').send(brotli) : reply.send(plain)
  }

  /** Null: the address has no page of its own. */
  async #own(url: string): Promise<Page | null> {
    const name = PUBLIC_PAGE.exec(url.split('?', 1)[0] ?? '')?.[1]
    if (name === undefined) return null
    try {
      return await this.#page(join('pages', `${name === '' ? 'index' : name}.html`))
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
      throw error
    }
  }

  async #page(name: string): Promise<Page> {
    const path = join(this.#root, name)
    const { mtimeMs: builtMs } = await stat(path)
    const made = this.#made.get(name)
    if (made?.builtMs === builtMs) return made
    const built = await readFile(path, 'utf8')
    const plain = Buffer.from(withContact(built, this.#contact))
    // Of the file as it was built: nothing that is told later can widen it.
    const policy = portalPolicy({ scripts: inline(built, 'scripts'), styles: inline(built, 'styles') })
    const page = {
      builtMs,
      // Weak: the same page, packed or not (RFC 9110 §8.8.1). Of the policy too: a browser that keeps the page keeps its
      // headers, and a centre with another policy has another page.
      tag: `W/"${createHash('sha256').update(policy).update(plain).digest('base64url')}"`,
      policy,
      plain,
      brotli: await promisify(brotliCompress)(plain),
    }
    this.#made.set(name, page)
    return page
  }
}

/** Brings nothing of ours: no session, no sign-in that has begun. */
function isStranger({ headers, url }: FastifyRequest): boolean {
  return headers.cookie === undefined && !SIGN_IN.test(url)
}

function inline(built: string, what: keyof typeof INLINE): readonly string[] {
  return [...built.matchAll(INLINE[what])].map(([, text = '']) => text)
}

/** Where one writes to the operator: no page has to ask for it, and one that gets no answers still knows it. */
function withContact(page: string, contact: string | null): string {
  // The configuration's check of addresses lets no character through that HTML would read.
  const told = `name="epacs-contact" content="${contact ?? ''}"`
  return page.replace('name="epacs-contact" content=""', () => told)
}
