import { everyCase, hundredCases } from './cases.ts'
import { suite } from './suite.ts'

suite([...everyCase(), ...hundredCases(100)])
