/** The listeners of the DICOM port: without TLS, over TLS, or both. */
import { Acceptor, type AcceptorOptions } from '@epacs/dicom/network'
import type { Logger } from 'pino'
import type { LiveConfig } from '../config/live-config.ts'
import { acceptorTls } from '../config/tls-files.ts'
import { NodeError } from '../node-error.ts'

export interface Listeners {
  readonly plain: Acceptor | undefined
  readonly tls: Acceptor | undefined
}

/** @throws NodeError: it cannot listen, and where */
export async function listenAtBoth(
  { config, log }: { readonly config: Pick<LiveConfig, 'now' | 'onChange'>; readonly log: Logger },
  options: Omit<AcceptorOptions, 'port' | 'tls'>,
): Promise<Listeners> {
  const { host, port, tlsPort, tls } = config.now.dicom
  const listen = async (at: number, more: Pick<AcceptorOptions, 'tls'>) => {
    try {
      return await Acceptor.listen({ ...options, ...more, port: at })
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      throw new NodeError(`dicom: cannot listen at ${host}, port ${at}: ${reason}`, { cause: error })
    }
  }
  const plain = port === null ? undefined : await listen(port, {})
  if (tlsPort === null || tls === null) return { plain, tls: undefined }
  try {
    return { plain, tls: await overTls(tlsPort, config, log, listen) }
  } catch (error) {
    await plain?.close()
    throw error
  }
}

async function overTls(
  port: number,
  config: Pick<LiveConfig, 'now' | 'onChange'>,
  log: Logger,
  listen: (port: number, more: Pick<AcceptorOptions, 'tls'>) => Promise<Acceptor>,
): Promise<Acceptor> {
  const { tls: first } = config.now.dicom
  const acceptor = await listen(port, { tls: first === null ? undefined : await acceptorTls(first) })
  config.onChange(() => {
    const { tls } = config.now.dicom
    if (tls === null) return
    // Associations that stand go on.
    acceptorTls(tls).then(
      (identity) => acceptor.setTls(identity),
      (error: unknown) => log.error({ err: error }, 'the certificate of the DICOM port cannot be read'),
    )
  })
  return acceptor
}
