# Every target is one line over `dotnet`; `make help` lists them. Data goes to stdout, everything else to stderr.
STACK  ?= staging
BASE   ?= origin/main
FORMAT ?=
OUT    ?=
ARGS   ?=

output = $(if $(FORMAT),--format $(FORMAT)) $(if $(OUT),--out $(OUT)) $(ARGS)

.DEFAULT_GOAL := help

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: preview
preview: | artifacts/packages-tried ## what STACK would create: FORMAT=text|json|markdown, OUT=file
	@eng/preview show $(STACK) $(output)

.PHONY: diff
diff: | artifacts/packages-tried ## what changed in STACK since the git revision BASE: FORMAT=text|json|markdown, OUT=file
	@eng/preview diff $(STACK) --base $(BASE) $(output)

.PHONY: policy
policy: | artifacts/packages-tried ## the rules that STACK breaks, and what policy.yaml waives: FORMAT=text|json|sarif|markdown, OUT=file
	@eng/preview policy $(STACK) $(output)

.PHONY: manifests
manifests: | artifacts/packages-tried ## the Kubernetes objects of STACK as YAML, secrets masked, for kubeconform and the like: OUT=file
	@eng/preview manifests $(STACK) $(if $(OUT),--out $(OUT)) $(ARGS)

.PHONY: quotas
quotas: | artifacts/packages-tried ## what STACK needs of its Google Cloud project's quotas, beside what a new project has
	@eng/preview quotas $(STACK) $(if $(OUT),--out $(OUT)) $(ARGS)

.PHONY: graph
graph: | artifacts/packages-tried ## the architecture of STACK, drawn: FORMAT=mermaid|svg, OUT=file; ARGS="--base REV" marks a change
	@eng/preview graph $(STACK) $(output)

.PHONY: cost
cost: | artifacts/packages-tried ## what STACK costs in a month, at list prices and usage.tsv: FORMAT=text|json|markdown, OUT=file
	@eng/preview cost $(STACK) $(output)

.PHONY: report
report: | artifacts/packages-tried ## all that is known of STACK as one HTML page, in the file OUT; ARGS="--base REV" shows a change
	@eng/preview report $(STACK) $(if $(OUT),--out $(OUT)) $(ARGS)

.PHONY: vercel-config
vercel-config: | artifacts/packages-tried ## the frontend's vercel.json, from the settings of STACK: OUT=file
	@eng/preview output $(STACK) vercelConfig $(output)

.PHONY: render-blueprint
render-blueprint: | artifacts/packages-tried ## Render's own file, render.yaml, from the settings of STACK (mvp): OUT=file
	@eng/preview output $(STACK) renderBlueprint $(output)

.PHONY: railway-config
railway-config: | artifacts/packages-tried ## Railway's own file, railway.json, from the settings of STACK (mvp): OUT=file
	@eng/preview output $(STACK) railwayConfig $(output)

.PHONY: goldens
goldens: | artifacts/packages-tried ## write every committed derived file anew: inventories, differences, OpenAPI, API lists; read the diff, then commit
	@eng/goldens

.PHONY: test
test: | artifacts/packages-tried ## install the servers that the tests need, build, run every test
	@eng/test

.PHONY: test-quick
test-quick: | artifacts/packages-tried ## the tests that need no server, for the inner loop
	@eng/test-quick

.PHONY: run
run: ## the backend on this machine, against a PostgreSQL and a Redis that it starts: ARGS="--port 3000", PMCRM_SERVERS=containers|installed
	@dotnet run --project eng/Run -- $(ARGS)

.PHONY: image
image: ## the backend's image as an OCI archive, for x64 and arm64; CONTAINER_BASE=image or a folder with an OCI layout, ARGS="--runtime linux-x64"
	@dotnet run --project eng/Image -- $(ARGS)

.PHONY: bench
bench: | artifacts/packages-tried ## the benchmarks, as ratios measured in one run
	@eng/bench

.PHONY: hot-methods
hot-methods: ## measure again which of the backend's methods run under load, into app/hot-methods.txt (perf)
	@eng/hot-methods

.PHONY: load
load: ## 20 users with requests of all kinds and sizes against the backend: no 5xx, no hang, flat memory; SECONDS=300
	@dotnet run --project eng/BackendBench -- --mixed $(or $(SECONDS),300)

.PHONY: rehearse
rehearse: | artifacts/packages-tried ## the recoveries of docs/restore.md on this machine, timed and judged: ARGS="failover --no-write"
	@dotnet run --project eng/Rehearsal -- $(ARGS)

.PHONY: record-traces
record-traces: ## record what the official SDK sends, for the stand-in to be compared with; needs the official packages
	@eng/record-traces

.PHONY: format
format: ## put every file into the form that CI checks
	@dotnet format style Infra.sln
	@dotnet tool restore
	@dotnet csharpier format .

.PHONY: check-format
check-format: ## fail where a file is not in that form
	@dotnet tool restore
	@dotnet csharpier check .
	@dotnet format style Infra.sln --verify-no-changes

.PHONY: sdk-schemas
sdk-schemas: ## extract offline/sdk/schemas from the pinned npm packages, after a change of types.txt or a version (Node)
	@node offline/sdk/extractor/extract.mjs

.PHONY: check-sdk-schemas
check-sdk-schemas: ## fail where offline/sdk/schemas is not what make sdk-schemas would write (Node)
	@node --test offline/sdk/extractor >&2
	@node offline/sdk/extractor/extract.mjs --check

.PHONY: pulumi-sdk
pulumi-sdk: ## ask the NuGet feed again for the official Pulumi packages; without them this clone builds with the stand-in
	@eng/choose-pulumi-sdk >&2

.PHONY: bridged-sdks
bridged-sdks: ## write the packages of bridged Terraform providers into sdks/, for official builds (Pulumi CLI)
	@eng/write-bridged-sdks

.PHONY: provider-rules
provider-rules: ## make offline/engine/Diff/Rules/*.tsv from the providers' sources in the folder SOURCES (Node)
	@node offline/engine/Diff/Rules/make.mjs "$(SOURCES)"

.PHONY: clean
clean: ## remove what the builds made
	@rm -rf artifacts

# Once per clone: bring in what a build uses where the feed has it, and does without where it has not: the official Pulumi packages
# (see "Two SDK modes" in offline/README.md) and the ahead-of-time compiler.
artifacts/packages-tried:
	@mkdir -p artifacts
	@eng/choose-pulumi-sdk >&2
	@eng/bring-compiler >&2
	@touch $@
