import './styles/index.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app'
import { firstLanguage } from './i18n/i18n'
import { nameFaces } from './styles/faces'

nameFaces()
const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no element with the id "root"')
const first = await firstLanguage()
createRoot(root).render(<StrictMode><App first={first} /></StrictMode>)
