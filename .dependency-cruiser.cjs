// The floors of the house: imports only go down, rooms on floor 3 do not import each other.
const rooms3 = 'discover|parse|select|render|assemble|deliver|history|schema|account|audit|job'
/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'kit-is-the-ground',
      severity: 'error',
      from: { path: '^src/kit/' },
      to: { path: '^src/', pathNot: '^src/kit/' },
    },
    {
      // A changeset carries what is wrong with it, and a complaint the place it is about.
      name: 'model-and-errors-share-a-floor',
      severity: 'error',
      from: { path: '^src/(model|errors)/' },
      to: { path: '^src/', pathNot: '^src/(errors|kit|model)/' },
    },
    {
      name: 'floor-1',
      severity: 'error',
      from: { path: '^src/(sql|storage|database|settings)/' },
      to: { path: '^src/', pathNot: '^src/(model|errors|kit|$1)/' },
    },
    {
      name: 'floor-1-own-room',
      severity: 'error',
      from: { path: '^src/(sql|storage|database|settings)/' },
      to: { path: '^src/(sql|storage|database|settings)/', pathNot: '^src/$1/' },
    },
    {
      name: 'floor-2',
      severity: 'error',
      from: { path: '^src/(document|change|checksum|template)/' },
      to: {
        path: '^src/',
        pathNot: '^src/(document|change|checksum|template|sql|storage|database|settings|model|errors|kit)/',
      },
    },
    {
      name: 'floor-3',
      severity: 'error',
      from: { path: `^src/(${rooms3})/` },
      to: { path: '^src/(task|cli|http|compose|index|server)' },
    },
    {
      name: 'rooms-do-not-visit',
      severity: 'error',
      from: { path: `^src/(${rooms3})/` },
      to: { path: `^src/(${rooms3})/`, pathNot: '^src/$1/' },
    },
    {
      name: 'task',
      severity: 'error',
      from: { path: '^src/task/' },
      to: { path: '^src/(cli|http|compose|index|server)' },
    },
    {
      name: 'doors',
      severity: 'error',
      from: { path: '^src/(cli|http)/' },
      to: { path: '^src/', pathNot: '^src/(task|errors|settings|model|kit|$1)/' },
    },
    {
      name: 'doors-apart',
      severity: 'error',
      from: { path: '^src/(cli|http)/' },
      to: { path: '^src/(cli|http)/', pathNot: '^src/$1/' },
    },
    {
      name: 'fs-only-in-storage',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(storage|database/embedded)/' },
      to: { path: '^(node:)?fs(/promises)?$' },
    },
    {
      name: 'pg-only-in-database',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/database/' },
      to: { path: 'node_modules/pg/' },
    },
    {
      name: 'express-only-in-http',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/http/' },
      to: { path: 'node_modules/(express|helmet|csurf)/' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { conditionNames: ['import', 'types', 'node', 'default'] },
  },
}
