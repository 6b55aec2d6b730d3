/** A real rsyslog as an audit repository: TLS with certificates on both sides, what it gets is in a file. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ifPresent } from '../../storage/index.ts'
import { freePort } from '../../testing/free-port.ts'
import { until } from '../../testing/until.ts'

interface Files {
  readonly caFile: string
  readonly certFile: string
  readonly keyFile: string
}

export interface Rsyslog {
  readonly port: number
  /** The messages as they came, one a line. */
  lines(): Promise<readonly string[]>
  stop(): Promise<void>
}

export async function startRsyslog(folder: string, { caFile, certFile, keyFile }: Files): Promise<Rsyslog> {
  const port = await freePort()
  const file = (name: string) => join(folder, name)
  const config = `
    global(workDirectory="${folder}" maxMessageSize="64k" DefaultNetstreamDriver="gtls"
      DefaultNetstreamDriverCAFile="${caFile}" DefaultNetstreamDriverCertFile="${certFile}"
      DefaultNetstreamDriverKeyFile="${keyFile}")
    module(load="imtcp" StreamDriver.Name="gtls" StreamDriver.Mode="1" StreamDriver.AuthMode="x509/certvalid")
    input(type="imtcp" port="${port}" address="127.0.0.1")
    template(name="AsItCame" type="string" string="%rawmsg%\\n")
    action(type="omfile" file="${file('received')}" template="AsItCame")
  `
  await writeFile(file('rsyslog.conf'), config)
  const child = spawn('/usr/sbin/rsyslogd', ['-n', '-f', file('rsyslog.conf'), '-i', file('rsyslog.pid')], {
    stdio: 'ignore',
  })
  const lines = async () =>
    ((await ifPresent(readFile(file('received'), 'utf8'))) ?? '').split('\n').filter((line) => line !== '')
  await until('rsyslog runs', async () => {
    if (child.exitCode !== null) throw new Error(`rsyslog ended with ${child.exitCode}`)
    return (await ifPresent(readFile(file('rsyslog.pid')))) !== undefined
  })
  return {
    port,
    lines,
    async stop() {
      const ended = once(child, 'exit')
      child.kill()
      await ended
    },
  }
}
