import type { ComponentChildren } from 'preact'
import { Icon, type IconName } from './icon.tsx'

interface NoticeProps {
  icon: IconName
  tone?: 'good' | 'bad'
  title: string
  children?: ComponentChildren
}

/** One narrow card with a picture, a heading and what follows from it. */
export function Notice({ icon, tone, title, children }: NoticeProps) {
  return (
    <div class="card notice">
      <div class={tone ? `sign ${tone}` : 'sign'}>
        <Icon name={icon} />
      </div>
      <h1 tabIndex={-1}>{title}</h1>
      {children}
    </div>
  )
}
