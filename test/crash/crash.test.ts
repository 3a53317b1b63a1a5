import { hundredCases, someCases } from './cases.ts'
import { suite } from './suite.ts'

suite([...someCases(), ...hundredCases(6)], { atOneTime: true })
