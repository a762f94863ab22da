// How the page is bundled: into a folder of files that any static server, or a subfolder of one, can serve.
import { defineConfig } from "vite"

export default defineConfig({ base: "./", build: { outDir: "dist/page", modulePreload: { polyfill: false } } })
