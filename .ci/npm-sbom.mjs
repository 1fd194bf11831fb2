// What package-lock.json restores, as CycloneDX. npm can say it itself from version 10 on; Debian has an older one.
import { readFileSync } from 'node:fs'

const { packages } = JSON.parse(readFileSync(new URL('../src/npm/package-lock.json', import.meta.url)))

function component([path, { version, integrity, license, dev }]) {
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`
  const [algorithm, hash] = integrity.split('-')
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    // Of the build and its tests, not of the program.
    scope: dev ? 'excluded' : 'required',
    hashes: [{ alg: algorithm.replace('sha', 'SHA-'), content: Buffer.from(hash, 'base64').toString('hex') }],
    licenses: [{ license: { id: license } }],
    purl,
  }
}

const components = Object.entries(packages).filter(([path]) => path !== '').map(component)
console.log(JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, metadata: { component: { type: 'data', name: packages[''].name } }, components }, null, 2))
