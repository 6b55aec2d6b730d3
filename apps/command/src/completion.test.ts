import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { Command, Option } from 'commander'
import { completionScript } from './completion.ts'

const run = promisify(execFile)

const root = new Command('epacs')
  .addCommand(
    new Command('get')
      .option('-o, --output <path>')
      .option('--force')
      .addOption(new Option('--form <form>').choices(['file-set', 'xdm'])),
  )
  .addCommand(new Command('node').addCommand(new Command('run').option('--config <file>')))

/** What bash itself offers for what was typed. */
async function offered(...typed: readonly string[]): Promise<string[]> {
  const script = `${completionScript('bash', root)}
    COMP_WORDS=(epacs "$@"); COMP_CWORD=$#; _epacs; printf '%s\\n' "\${COMPREPLY[@]}"`
  const { stdout } = await run('bash', ['-c', script, 'bash', ...typed])
  return stdout.trim().split('\n')
}

test('bash offers commands, their commands and their options', async () => {
  assert.deepEqual(await offered(''), ['get', 'node', '--help'])
  assert.deepEqual(await offered('no'), ['node'])
  assert.deepEqual(await offered('node', ''), ['run', '--help'])
  assert.deepEqual(await offered('node', 'run', '--c'), ['--config'])
  assert.deepEqual(await offered('get', '--force', '--'), ['--output', '--force', '--form', '--help'])
  assert.deepEqual(await offered('get', '--form', ''), ['file-set', 'xdm'])
  assert.deepEqual(await offered('get', '--form', '='), ['file-set', 'xdm'])
  assert.deepEqual(await offered('get', '--form', '=', 'x'), ['xdm'])
  assert.deepEqual(await offered('get', '--form', 'xdm', '--fo'), ['--force', '--form'])
})

/** What zsh is given to offer for what was typed, and with which PATH; what completes is a stand-in that tells its words. */
async function offeredByZsh(...typed: readonly string[]): Promise<string> {
  const script = `compdef() { }; compset() { }; compadd() { shift; echo $@ "\${path[1]}" }; _files() { echo files }
    ${completionScript('zsh', root)}
    path=(/bin); words=(epacs "$@"); CURRENT=$#words; _epacs`
  return (await run('zsh', ['-fc', script, 'zsh', ...typed])).stdout
}

test('zsh offers files, but none where one of a few words can stand', async () => {
  assert.equal(await offeredByZsh(''), 'get node --help /bin\n')
  assert.equal(await offeredByZsh('node', ''), 'run --help /bin\n')
  assert.equal(await offeredByZsh('get', '--fo'), '--output --force --form --help /bin\nfiles\n')
  assert.equal(await offeredByZsh('node', 'run', ''), '--config --help /bin\nfiles\n')
  assert.equal(await offeredByZsh('get', '--form', ''), 'file-set xdm /bin\n')
  assert.equal(await offeredByZsh('get', '--form=x'), 'file-set xdm /bin\n')
})

test('the scripts of the other shells name the same words', () => {
  assert.match(completionScript('zsh', root), /"epacs get"\) given=\(--output --force --form --help\)/)
  assert.match(completionScript('zsh', root), /"epacs get --form"\) compadd -- file-set xdm; return/)
  assert.match(
    completionScript('fish', root),
    /^complete -c epacs -n '__fish_seen_subcommand_from get' -l form -xa 'file-set xdm'$/m,
  )
  assert.match(
    completionScript('fish', root),
    /^complete -c epacs -n '__fish_seen_subcommand_from node; and __fish_seen_subcommand_from run' -a '--config --help'$/m,
  )
  // No files beside commands, and a command's own commands only once.
  assert.match(
    completionScript('fish', root),
    /^complete -c epacs -n '__fish_use_subcommand' -f -a 'get node --help'$/m,
  )
  assert.match(
    completionScript('fish', root),
    /^complete -c epacs -n '__fish_seen_subcommand_from node; and not __fish_seen_subcommand_from run' -f -a 'run --help'$/m,
  )
})
