/** `epacs dicom echo`: whether a PACS answers (C-ECHO, PS3.7 §9.1.5). */
import { echo, isDone, requestAssociation, VERIFICATION } from '@epacs/dicom/network'
import { NodeError } from '@epacs/node/client'
import { Command } from 'commander'
import { addressOf, type PeerOptions, statusInWords, toldInWords, withPeer } from './peer.ts'

const IMPLICIT_LITTLE = '1.2.840.10008.1.2'

export function echoCommand(): Command {
  return withPeer(new Command('echo').description('ask a PACS whether it answers (C-ECHO)'))
    .option('--json', 'the outcome as JSON, for programs')
    .action(async (host: string, port: number, options: PeerOptions & { readonly json?: boolean }) => {
      const peer = `${options.aec} at ${host}:${port}`
      const address = await addressOf(host, port, options)
      const startMs = performance.now()
      const { status, errorComment } = await toldInWords(peer, async () => {
        const contexts = [{ abstractSyntax: VERIFICATION, transferSyntaxes: [IMPLICIT_LITTLE] }]
        const association = await requestAssociation({ ...address, contexts })
        const outcome = await echo(association)
        await association.release()
        return outcome
      })
      if (!isDone(status)) throw new NodeError(`${peer} answered ${statusInWords(status, errorComment)}`)
      const milliseconds = Math.round(performance.now() - startMs)
      const { aec } = options
      process.stdout.write(
        options.json
          ? `${JSON.stringify({ aec, host, port, status, milliseconds })}\n`
          : `${peer} answers, in ${milliseconds} ms\n`,
      )
    })
}
