import type { ReactNode } from 'react'
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components'
import './tabs.css'

export interface TabsProps<Id extends string> {
  label: string
  /** `mark`: what a dot beside the label says. */
  tabs: readonly { id: Id; label: string; mark?: string | undefined; content: ReactNode }[]
  selected?: Id
  onSelect?: (id: Id) => void
}

/** Panels that share a place. */
export function Tabs<Id extends string>({ label, tabs, selected, onSelect }: TabsProps<Id>) {
  return (
    <AriaTabs
      className="tabs" {...(selected !== undefined && { selectedKey: selected })}
      onSelectionChange={key => { const tab = tabs.find(one => one.id === key); if (tab) onSelect?.(tab.id) }}
    >
      <TabList className="tab-list" aria-label={label}>
        {tabs.map(tab => (
          <Tab key={tab.id} id={tab.id} className="tab">
            {tab.label}
            {tab.mark !== undefined && <span className="tab-mark"><span className="visually-hidden"> {tab.mark}</span></span>}
          </Tab>
        ))}
      </TabList>
      {tabs.map(tab => <TabPanel key={tab.id} id={tab.id} className="tab-panel">{tab.content}</TabPanel>)}
    </AriaTabs>
  )
}
