/** The least that React can show: what the portal's first paint is measured against. */
import { createElement } from 'react'
import { createRoot } from 'react-dom/client'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
createRoot(root).render(createElement('h1', null, 'React'))
