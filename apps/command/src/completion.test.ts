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
  assert.deepEqual(await offered('get', '--form', 'xdm', '--fo'), ['--force', '--form'])
})

test('the scripts of the other shells name the same words', () => {
  assert.match(completionScript('zsh', root), /"epacs get"\) given=\(--output --force --form --help\)/)
  assert.match(completionScript('zsh', root), /"epacs get --form"\) given=\(file-set xdm\)/)
  assert.match(
    completionScript('fish', root),
    /^complete -c epacs -n '__fish_seen_subcommand_from get' -l form -xa 'file-set xdm'$/m,
  )
  assert.match(
    completionScript('fish', root),
    /^complete -c epacs -n '__fish_seen_subcommand_from node; and __fish_seen_subcommand_from run' -a '--config --help'$/m,
  )
})
