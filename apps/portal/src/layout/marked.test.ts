import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createElement, Fragment } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { marked } from './marked.ts'

const shown = (text: string) =>
  renderToStaticMarkup(createElement(Fragment, null, ...marked(text, { b: createElement('b') })))

test('marked words become elements, and everything else stays the text that it is', () => {
  assert.equal(shown('Role <b>Odborník</b> v <b>ePACS</b>.'), 'Role <b>Odborník</b> v <b>ePACS</b>.')
  assert.equal(shown('A < B, <script>alert(1)</script>'), 'A &lt; B, &lt;script&gt;alert(1)&lt;/script&gt;')
})
