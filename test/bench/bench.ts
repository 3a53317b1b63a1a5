import { basename } from 'node:path'
import { Glob } from 'bun'

// bun run bench [name…]: runs the benchmarks named, or all, one after the other, each in a process of its own.
const names = process.argv.slice(2)
const all = [...new Glob('*.bench.ts').scanSync(import.meta.dir)]
  .map((file) => basename(file, '.bench.ts'))
  .sort()
const unknown = names.filter((name) => !all.includes(name))
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}. There are: ${all.join(', ')}`)
  process.exit(2)
}

let failed = 0
for (const name of names.length > 0 ? names : all) {
  console.log(`\n# ${name}`)
  const run = Bun.spawn([process.execPath, `${import.meta.dir}/${name}.bench.ts`], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if ((await run.exited) !== 0) failed += 1
}
process.exit(failed === 0 ? 0 : 1)
