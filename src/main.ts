import { dispatch } from './main/dispatch.ts'
import { endWithin } from './main/endWithin.ts'
import { untilToldToStop } from './main/untilToldToStop.ts'

process.exitCode = await dispatch(process.argv.slice(2), {
  env: process.env,
  out: (text) => console.log(text),
  err: (text) => console.error(text),
  untilToldToStop,
  endWithin,
})
