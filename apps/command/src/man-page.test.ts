import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Argument, Command } from 'commander'
import { manPage } from './man-page.ts'

const get = new Command('get')
  .description('download a message')
  .addArgument(new Argument('<message>', 'its id'))
  .option('-o, --output <path>', 'where to; .zip is added')
  .addHelpText('after', '\nWho calls: you.\n\nTwice it goes on.')
const root = new Command('epacs').description('Everything.').addCommand(get)

test('a page says what the help says, in the sections of manual pages', () => {
  const page = manPage(get, ['epacs'])
  assert.equal(
    page,
    [
      '.TH EPACS\\-GET 1 "" ePACS',
      '.SH NAME',
      'epacs\\-get \\- download a message',
      '.SH SYNOPSIS',
      '.B epacs get',
      '[options] <message>',
      '.SH DESCRIPTION',
      'download a message',
      '.SH ARGUMENTS',
      '.TP',
      '.B message',
      'its id',
      '.SH OPTIONS',
      '.TP',
      '.B \\-o, \\-\\-output <path>',
      'where to; .zip is added',
      '.TP',
      '.B \\-h, \\-\\-help',
      'display help for command',
      '.SH NOTES',
      'Who calls: you.',
      '.PP',
      'Twice it goes on.',
      '.SH EXIT STATUS',
      '.TP',
      '.B 0',
      'done',
      '.TP',
      '.B 1',
      'failed',
      '.TP',
      '.B 2',
      'called wrongly',
      '.SH SEE ALSO',
      '.BR epacs (1)',
      '',
    ].join('\n'),
  )
  assert.match(manPage(root, []), /\.SH COMMANDS\n\.TP\n\.B get\ndownload a message: epacs\\-get\(1\)\n/)
})

test('no text begins a request of roff', () => {
  const odd = new Command('odd').description("first\n.so /etc/passwd\n'quoted \\back")
  const page = manPage(odd, [])
  assert.ok(page.includes("\n\\&.so /etc/passwd\n\\&'quoted \\eback\n"))
})
