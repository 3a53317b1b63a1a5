import { basename } from 'node:path'
import { Glob } from 'bun'

// bun run bench [name [part…]]…: runs the benchmarks named, or all, one after the other, each in a process of its own.
const all = [...new Glob('*.bench.ts').scanSync(import.meta.dir)]
  .map((file) => basename(file, '.bench.ts'))
  .sort()
const wanted: { name: string; parts: string[] }[] = []
for (const word of process.argv.slice(2)) {
  if (all.includes(word)) wanted.push({ name: word, parts: [] })
  else if (wanted.length > 0) wanted.at(-1)!.parts.push(word)
  else {
    console.error(`There is no benchmark ${word}. There are: ${all.join(', ')}`)
    process.exit(2)
  }
}

let failed = 0
for (const { name, parts } of wanted.length > 0 ? wanted : all.map((it) => ({ name: it, parts: [] }))) {
  console.log(`\n# ${name}`)
  const run = Bun.spawn([process.execPath, `${import.meta.dir}/${name}.bench.ts`, ...parts], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if ((await run.exited) !== 0) failed += 1
}
process.exit(failed === 0 ? 0 : 1)
