/**
 * What the tests need of the machine: a browser, and other people's DICOM tools to judge our file-sets with. On
 * Debian they are installed where that needs no password; otherwise the one command to run is told.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { access, constants, readdir } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { shared } from './places.ts'

interface Need {
  /** A command, or the absolute path of a file. */
  readonly file: string
  readonly debianPackage: string
}

/**
 * Chromium without the windows that nobody sees: the same pages for two thirds of the work. Where it cannot be had, the
 * whole browser serves; e2e/playwright.config.ts takes the one that is there.
 */
const BROWSERS: readonly Need[] = [
  { file: '/usr/bin/chromium-headless-shell', debianPackage: 'chromium-headless-shell' },
  { file: '/usr/bin/chromium', debianPackage: 'chromium' },
]
/** For what can be done without: not minutes on a machine that has no way out. */
const BRIEFLY = ['-o', 'Acquire::Retries=0', '-o', 'Acquire::http::Timeout=10']

/** Debian's folder of this machine's kind. */
const LIBRARIES = `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`

/** Absolute where the judge of file-sets calls the tool by its path. */
const NEEDS: readonly Need[] = [
  { file: '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf', debianPackage: 'fonts-dejavu-core' },
  { file: '/usr/bin/dcmdump', debianPackage: 'dcmtk' },
  { file: '/usr/sbin/Orthanc', debianPackage: 'orthanc' },
  { file: '/usr/share/orthanc/plugins/libOrthancDicomWeb.so', debianPackage: 'orthanc-dicomweb' },
  { file: '/usr/bin/dciodvfy', debianPackage: 'dicom3tools' },
  { file: '/usr/bin/gdcminfo', debianPackage: 'libgdcm-tools' },
  { file: '/usr/lib/python3/dist-packages/pydicom/__init__.py', debianPackage: 'python3-pydicom' },
  { file: 'certutil', debianPackage: 'libnss3-tools' },
  { file: 'openssl', debianPackage: 'openssl' },
  { file: 'curl', debianPackage: 'curl' },
  { file: 'unzip', debianPackage: 'unzip' },
  { file: 'xmllint', debianPackage: 'libxml2-utils' },
  { file: '/usr/sbin/rsyslogd', debianPackage: 'rsyslog' },
  { file: `${LIBRARIES}/rsyslog/lmnsd_gtls.so`, debianPackage: 'rsyslog-gnutls' },
  { file: 'faketime', debianPackage: 'faketime' },
  { file: 'ps', debianPackage: 'procps' },
  { file: 'zsh', debianPackage: 'zsh' },
  { file: '/usr/bin/ceph-mon', debianPackage: 'ceph-mon' },
  { file: '/usr/bin/ceph-osd', debianPackage: 'ceph-osd' },
  { file: '/usr/bin/radosgw', debianPackage: 'radosgw' },
  { file: '/usr/sbin/haproxy', debianPackage: 'haproxy' },
  // For promtool, which judges the alerts.
  { file: '/usr/bin/promtool', debianPackage: 'prometheus' },
]

/** The message is one sentence for the person at the terminal. */
export class MachineNotReady extends Error {}

/** Throws MachineNotReady when something is missing and cannot be had without asking. */
export async function prepareMachine(say: (line: string) => void): Promise<void> {
  for (const file of ['data/MANIFEST.tsv', 'oracle/check_fileset.sh']) {
    if (!existsSync(join(shared, file))) {
      throw new MachineNotReady(
        `The tests read real images and a judge of file-sets that lie beside the repository, and ${join(shared, file)} is missing: put the folder there or name it in EPACS_SHARED.`,
      )
    }
  }
  await prepareBrowser(say)
  const missing = await missingPackages()
  if (missing.length === 0) return
  const asRoot = await howToInstall()
  if (asRoot === undefined) throw new MachineNotReady(whatToRun(missing))
  say(`Installing what the tests need: ${missing.join(' ')}`)
  if (!(await install(asRoot, missing))) {
    throw new MachineNotReady(`apt-get could not install what the tests need. ${whatToRun(missing)}`)
  }
  const still = await missingPackages()
  if (still.length > 0) {
    throw new MachineNotReady(
      `These packages are installed, but not where they are looked for: ${still.join(' ')}.`,
    )
  }
}

/** The one that does less work where it can be had, whichever there is otherwise. */
async function prepareBrowser(say: (line: string) => void): Promise<void> {
  if (process.env.CHROMIUM !== undefined && existsSync(process.env.CHROMIUM)) return
  const asRoot = await howToInstall()
  for (const { file, debianPackage } of BROWSERS) {
    if (existsSync(file)) return
    if (asRoot === undefined) continue
    say(`Installing the browser of the tests: ${debianPackage}`)
    const isDispensable = BROWSERS.some((other) => existsSync(other.file))
    if (await install(asRoot, [debianPackage], isDispensable ? BRIEFLY : [])) return
  }
  if (!BROWSERS.some(({ file }) => existsSync(file))) throw new MachineNotReady(whatToRun(['chromium']))
}

/** The missing ones, by Debian's names. */
async function missingPackages(): Promise<string[]> {
  const present = await Promise.all(
    NEEDS.map(({ file }) => (file.includes('/') ? existsSync(file) : isCommand(file))),
  )
  return NEEDS.filter((_, position) => present[position] !== true).map(({ debianPackage }) => debianPackage)
}

async function isCommand(name: string): Promise<boolean> {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  const found = await Promise.all(
    folders.map((folder) =>
      access(join(folder, name), constants.X_OK).then(
        () => true,
        () => false,
      ),
    ),
  )
  return found.includes(true)
}

/** What to put before apt-get; undefined: it takes a password, or there is none. */
async function howToInstall(): Promise<readonly string[] | undefined> {
  return (await isCommand('apt-get')) ? await howToBecomeRoot() : undefined
}

/** What to put before a command; undefined: it takes a password. */
async function howToBecomeRoot(): Promise<readonly string[] | undefined> {
  if (process.getuid?.() === 0) return []
  const asksNothing = (await isCommand('sudo')) && (await succeeds(['sudo', '-n', 'true'], 'ignore'))
  return asksNothing ? ['sudo', '-n'] : undefined
}

/** A fresh machine has no package lists yet; that they are stale shows in a failed attempt. */
async function install(
  asRoot: readonly string[],
  packages: readonly string[],
  options: readonly string[] = [],
): Promise<boolean> {
  const apt = [...asRoot, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', '-y', ...options]
  const update = () => succeeds([...apt, 'update'], 'inherit')
  const attempt = () => succeeds([...apt, 'install', '--no-install-recommends', ...packages], 'inherit')
  if (await hasPackageLists()) return (await attempt()) || ((await update()) && (await attempt()))
  return (await update()) && (await attempt())
}

async function hasPackageLists(): Promise<boolean> {
  const names = await readdir('/var/lib/apt/lists').catch(() => [])
  return names.some((name) => name.includes('_Packages'))
}

function succeeds(command: readonly string[], output: 'ignore' | 'inherit'): Promise<boolean> {
  const [file = '', ...args] = command
  const child = spawn(file, args, { stdio: ['ignore', output, output] })
  return new Promise((resolve) => {
    child.on('error', () => resolve(false))
    child.on('close', (code) => resolve(code === 0))
  })
}

function whatToRun(packages: readonly string[]): string {
  return `The tests need programs that are missing here; on Debian run: sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages.join(' ')}`
}
