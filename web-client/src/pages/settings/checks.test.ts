import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { ReviewRulesBody } from '../../protocol/generated'
import { CHECKS, severityOf, withSeverity } from './checks'

const RULES: ReviewRulesBody = { approvals: 1, role: null, four_eyes: true, severities: { contrast_low: 'error' } }

it('weighs by itself what the server says', () => {
  const rust = readFileSync(join(import.meta.dirname, '../../../../protocol/src/api/reviews.rs'), 'utf8')
  const weighs = /pub const fn weighs[^{]+\{(.+)\n {4}\}/s.exec(rust)?.[1] ?? ''
  const [errors = '', warnings = ''] = weighs.split('=> Severity::Error')
  const codes = (text: string) => [...text.matchAll(/Self::([A-Za-z]+)/g)].map((match) => (match[1] ?? '').replace(/(?!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase())
  const plain = { ...RULES, severities: {} }
  expect(CHECKS.filter((code) => severityOf(plain, code) === 'error').sort()).toEqual(codes(errors).sort())
  expect(CHECKS.filter((code) => severityOf(plain, code) === 'warning').sort()).toEqual(codes(warnings).sort())
})

it('says only what weighs something else', () => {
  expect(severityOf(RULES, 'contrast_low')).toBe('error')
  expect(withSeverity(RULES, 'contrast_low', 'warning')).toEqual({})
  expect(withSeverity(RULES, 'off_page', 'off')).toEqual({ contrast_low: 'error', off_page: 'off' })
})
