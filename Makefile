# SPDX-License-Identifier: MIT
#
# make deps demo    install what is missing, build, draw a picture
# make help         all targets and variables
#
# Builds into build/ (O=DIR for another place), where everything can be used
# as it is; `make -f ../Makefile` from elsewhere works too.  What is compiled
# depends on the compiler and its flags (build/flags): a plugin fits one GCC.

top := $(patsubst %/,%,$(dir $(lastword $(MAKEFILE_LIST))))
O ?= build
PREFIX ?= /usr/local
DESTDIR ?=
V ?= 0
JOBS ?= $(shell nproc 2>/dev/null || echo 2)
VERSION := 0.1.0
# Grows when programs that were built with an earlier release need a recorder of
# that release beside this one.
SONAME := libmemcall.so.0

ifeq ($(origin CC),default)
CC := gcc
endif
ifeq ($(origin CXX),default)
CXX := $(filter-out ./,$(dir $(CC)))$(patsubst %gcc,%g++,$(patsubst gcc%,g++%,$(subst -gcc-,-g++-,$(notdir $(CC)))))
endif

# CC may be a cross compiler (CC=aarch64-linux-gnu-gcc-12).  What it compiles
# for gets the recorder and the unit tests; the plugin, which CC loads, and the
# command are for this machine, and come from HOSTCC.
machine_of = $(firstword $(shell $(1) -dumpmachine 2>/dev/null))
ifeq ($(origin HOSTCC),undefined)
HOSTCC := $(if $(filter-out $(call machine_of,gcc),\
	$(call machine_of,$(CC))),gcc,$(CC))
endif
ifeq ($(origin HOSTCXX),undefined)
HOSTCXX := $(if $(filter $(CC),$(HOSTCC)),$(CXX),g++)
endif
# Finds the libraries of the command, or of the unit tests' report.
PKG_CONFIG ?= pkg-config

# The user's; what the project cannot do without stands below.
CFLAGS ?= -O2 -g
CXXFLAGS ?= -O2 -g
LDFLAGS ?=
# SAN=address,undefined or SAN=thread: everything, elsewhere; but the plugin,
# which has no threads, only for the former.
SAN ?=
FUZZ_SECONDS ?= 3600
# Where check-gccs, check-arch and check-languages keep what passed, for the
# tables of README; TESTED= for nowhere.
TESTED ?= $(abspath $(top))/testsuite/tested.tsv
# Where check-gccs keeps systems.
GCCS_IN ?= $(abspath $(O))/gccs
FUZZ_CC ?= clang
comma := ,
ifneq ($(SAN),)
O := $(O)-$(subst $(comma),-,$(SAN))
san := -fsanitize=$(SAN) -fno-sanitize-recover=all
plugin_san := $(if $(filter thread,$(SAN)),,$(san))
endif

# Asked for when used: `make deps` may install the compiler first.
gcc_version = $(shell $(CC) -dumpfullversion 2>/dev/null)
gcc_major = $(firstword $(subst ., ,$(gcc_version)))
plugin_dir = $(shell $(CC) -print-file-name=plugin 2>/dev/null)
bindir := $(PREFIX)/bin
libdir := $(PREFIX)/lib
includedir := $(PREFIX)/include
mandir := $(PREFIX)/share/man
completiondir := $(PREFIX)/share/bash-completion/completions
# Where zsh looks; in /usr, Debian's looks elsewhere.
zshdir := $(PREFIX)/share/zsh/$(if $(and $(filter /usr,$(PREFIX)),$(wildcard \
	/etc/debian_version)),vendor-completions,site-functions)
fishdir := $(PREFIX)/share/fish/vendor_completions.d
datadir := $(PREFIX)/share/memcall
# Sources of the plugin, which `memcall build-plugin` builds.
sourcedir := $(datadir)/source
pkgconfigdir := $(libdir)/pkgconfig
cmakedir := $(libdir)/cmake/memcall

warnings := -Wall -Wextra
# What is built does not tell where.
nowhere := $(foreach folder,$(filter-out /,$(abspath $(top)) $(CURDIR)),\
	-ffile-prefix-map=$(folder)=.) -ffile-prefix-map=$(abspath $(O))=build
depend := -MMD -MP -DMC_VERSION='"$(VERSION)"' $(nowhere)
# Of the few files that know where memcall is installed.
paths = $(if $(filter $@,$(placed_objects)),$(places))
places = -DMC_RUNTIME_PATH='"$(libdir)/$(SONAME)"' \
	-DMC_RUNTIME_SONAME='"$(SONAME)"' \
	-DMC_COMMAND_PATH='"$(bindir)/memcall"' \
	-DMC_PLUGIN_DIR='"$(plugin_dir)"' \
	-DMC_GCC_MAJOR='$(gcc_major)' \
	-DMC_LIB_DIR='"$(libdir)"' \
	-DMC_PREFIX='"$(PREFIX)"'
pkgs := libcgraph libgvc yajl libprotobuf-c zlib

plugin_flags = -std=gnu++17 -fno-rtti -fno-exceptions -fPIC $(warnings) \
	$(depend) $(paths) -isystem $(plugin_dir)/include $(plugin_san)
record_flags = -std=c11 -D_GNU_SOURCE -fPIC -fvisibility=hidden \
	-ftls-model=initial-exec $(warnings) $(depend) $(paths) $(san)
tool_flags = -std=c11 -D_GNU_SOURCE $(warnings) $(depend) $(paths) \
	-I$(top)/runtime -I$(O)/gen $(pkg_cflags) $(san)
unit_flags = $(tool_flags) -I$(top)/testsuite/unit
pkg_cflags = $(shell $(PKG_CONFIG) --cflags $(pkgs))
# Of libstdc++ only its demangler, in the form that the shared one has not.
pkg_libs = $(shell $(PKG_CONFIG) --libs $(pkgs)) \
	-Wl,-Bstatic -lstdc++ -Wl,-Bdynamic -lm

page := $(top)/runtime/report/html
objects = $(patsubst $(top)/%,$(O)/obj/%.o,\
	$(sort $(wildcard $(top)/$(1)/*.$(2))))
plugin_objects := $(call objects,plugin,cc)
record_objects := $(call objects,runtime/record/*,c)
static_objects := $(patsubst $(O)/obj/runtime/record/%,$(O)/obj/static/%,\
	$(filter-out %/seccomp.c.o %/got.c.o %/openmp.c.o %/loading.c.o,$(record_objects)))
report_objects := $(call objects,runtime/report,c) \
	$(O)/obj/gen/profile.pb-c.c.o $(O)/obj/runtime/report/assets.S.o
cli_objects := $(call objects,runtime/cli,c)
unit_objects := $(call objects,testsuite/unit,c)
placed_objects := $(filter %/result.c.o %/memcall-plugin.cc.o %/loader.cc.o \
	%/unit.cc.o %/languages.cc.o %/flags.c.o %/build-plugin.c.o,\
	$(plugin_objects) $(record_objects) $(static_objects) $(cli_objects))

quiet_0 = @echo '  $(1)  $(patsubst $(O)/%,%,$@)';
quiet = $(quiet_$(V))

.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: all plugin deps deps-compiler deps-packages have-gcc have-deps install-plugin demo check check-both check-unit check-cases \
	check-cases-as-user check-format check-layers check-real check-suites \
	check-checking check-real-there check-builds check-deb check-gccs check-arch check-languages check-mpi check-html check-viewers bench bench-times fuzz pictures tables install deb \
	uninstall clean format help FORCE

all: plugin $(O)/libmemcall.so $(O)/libmemcall.a $(O)/libmemcall-heap.a \
	$(O)/memcall \
	$(addprefix $(O)/,memcall.pc memcall-config.cmake \
	memcall-config-version.cmake)
plugin: $(O)/memcall.so $(O)/memcall-gcc.so

# Compiling ------------------------------------------------------------------

# Rewritten when it would differ, so that all objects are rebuilt then.
flags_now = $(CC) $(gcc_version) $(CXX) $(HOSTCC) $(HOSTCXX) $(CFLAGS) $(CXXFLAGS) $(LDFLAGS) \
	$(SAN) $(VERSION)
places_now = $(PREFIX) $(libdir)
$(O)/flags $(O)/places: FORCE
	@mkdir -p $(O)
	@echo '$($(@F)_now)' | cmp -s - $@ || echo '$($(@F)_now)' > $@

$(placed_objects): $(O)/places

$(plugin_objects): $(O)/flags | have-gcc
$(record_objects) $(static_objects) $(report_objects) $(cli_objects) \
	$(unit_objects): $(O)/flags | have-deps

$(O)/obj/plugin/%.o: $(top)/plugin/%
	@mkdir -p $(@D)
	$(call quiet,CXX) $(HOSTCXX) $(plugin_flags) $(CXXFLAGS) -c $< -o $@

$(O)/obj/runtime/record/%.o: $(top)/runtime/record/%
	@mkdir -p $(@D)
	$(call quiet,CC ) $(CC) $(record_flags) $(CFLAGS) -c $< -o $@

# The recorder's own string functions (bytes.c) get names of their own where
# nothing hides them: a static program is to have the C library's.  A sanitizer
# has them all.
own_names := $(if $(SAN),,$(foreach name,memcpy memmove memset memcmp memchr strlen \
	strncmp strcmp strchr strrchr strcspn strstr,\
	--redefine-sym $(name)=mc_bytes_$(name)))
$(O)/obj/static/%.o: $(top)/runtime/record/%
	@mkdir -p $(@D)
	$(call quiet,CC ) $(CC) $(record_flags) -DMC_STATIC $(CFLAGS) -c $< \
		-o $@
	@$$($(CC) -print-prog-name=objcopy) $(own_names) $@

$(O)/obj/testsuite/unit/%.o: $(top)/testsuite/unit/%
	@mkdir -p $(@D)
	$(call quiet,CC ) $(CC) $(unit_flags) $(CFLAGS) -c $< -o $@

# The page's scripts and styles, each bundled into one file, with the modules of
# others that page/package-lock.json names.  esbuild is one of them.  Without npm
# there are none, of which have-deps speaks.
ifeq ($(origin NODE_MODULES),undefined)
NODE_MODULES := $(O)/npm/node_modules
$(NODE_MODULES)/.package-lock.json: $(page)/package-lock.json \
		| $(addsuffix -packages,$(filter deps,$(MAKECMDGOALS)))
	@command -v npm >/dev/null || exit 0; \
	echo '  NPM  $(patsubst $(O)/%,%,$(@D))'; \
	mkdir -p $(O)/npm && cp $(page)/package*.json $(O)/npm && \
	cd $(O)/npm && npm ci --ignore-scripts --no-audit --no-fund \
		--loglevel=error >log 2>&1 && \
		touch node_modules/.package-lock.json || { cat log; \
		echo 'npm did not get the modules of the page: see above, or' \
			'say where they are: NODE_MODULES='; exit 1; }
else
$(NODE_MODULES)/.package-lock.json: ;
endif
node_modules := $(NODE_MODULES)/.package-lock.json
esbuild = NODE_PATH='$(abspath $(NODE_MODULES))' \
	$(wildcard $(NODE_MODULES)/@esbuild/*/bin/esbuild) --bundle --minify \
	--charset=utf8 --target=es2022 --log-level=warning
# What licences ask for goes along.
$(O)/gen/page.js: $(wildcard $(page)/*.js) $(node_modules) | have-deps
	@mkdir -p $(@D)
	$(call quiet,JS ) { echo '/*'; for name in $(NODE_MODULES)/d3-*; do \
		echo "$${name##*/}:"; cat $$name/LICENSE; echo; done; \
		echo '*/'; $(esbuild) --format=iife $(page)/main.js; } > $@
$(O)/gen/page.css: $(wildcard $(page)/*.css) $(node_modules) | have-deps
	@mkdir -p $(@D)
	$(call quiet,CSS) $(esbuild) $(page)/page.css > $@
$(O)/obj/runtime/report/assets.S.o: $(top)/runtime/report/assets.S \
		$(page)/page.html $(O)/gen/page.js $(O)/gen/page.css
	@mkdir -p $(@D)
	$(call quiet,AS ) $(HOSTCC) -c \
		$(addprefix -Wa$(comma)-I,$(O)/gen $(page)) $< -o $@

$(O)/obj/runtime/%.o: $(top)/runtime/%
	@mkdir -p $(@D)
	$(call quiet,CC ) $(HOSTCC) $(tool_flags) $(CFLAGS) -c $< -o $@

# pprof's format, from its own description of it.
$(O)/gen/profile.pb-c.c: $(top)/runtime/report/profile.proto | have-deps
	@mkdir -p $(@D)
	$(call quiet,GEN) protoc-c --proto_path=$(<D) --c_out=$(@D) $(<F)

$(O)/gen/profile.pb-c.h: $(O)/gen/profile.pb-c.c ;

$(filter %pprof.c.o,$(report_objects) $(unit_objects)): \
	| $(O)/gen/profile.pb-c.h

$(O)/obj/gen/%.o: $(O)/gen/%
	@mkdir -p $(@D)
	$(call quiet,CC ) $(HOSTCC) $(tool_flags) $(CFLAGS) -c $< -o $@

loader_object := $(O)/obj/plugin/loader.cc.o

# The loader is another if the plugin is: ccache looks at the former alone.
$(O)/memcall.so: $(loader_object) $(O)/memcall-gcc.so
	$(call quiet,LD ) $(HOSTCXX) -shared $(plugin_san) $(LDFLAGS) \
		-Wl,--build-id=0x$$(sha1sum <$(O)/memcall-gcc.so | cut -c 1-40) \
		-o $@ $(loader_object)
$(O)/memcall-gcc.so: $(filter-out $(loader_object),$(plugin_objects))
	$(call quiet,LD ) $(HOSTCXX) -shared $(plugin_san) $(LDFLAGS) -o $@ $^

# nodelete: compiled code keeps pointers into it.
$(O)/libmemcall.so: $(record_objects)
	$(call quiet,LD ) $(CC) -shared $(san) $(LDFLAGS) -Wl,-z,nodelete \
		-Wl,-soname,$(SONAME) -o $@ $^
	@ln -sf $(@F) $(O)/$(SONAME)

# Programs refer to the recorder weakly, by which a linker takes nothing out of
# an archive: libmemcall.a is a linker script that asks for it, by a symbol that
# they do not refer to, as what is weak already stays so.  GCC's libraries refer
# weakly to functions for threads, too, and call all of them if there is one, as
# with the recorder there is (gthr-posix.h).  Here it adds where the command is.
threads_of_gcc := once getspecific setspecific create join equal self detach \
	cancel key_create key_delete \
	$(addprefix mutex_,lock trylock timedlock unlock init destroy) \
	$(addprefix cond_,init broadcast signal wait timedwait destroy) \
	$(addprefix mutexattr_,init settype destroy)
archive_script = EXTERN(__memcall_static sched_yield \
	$(addprefix pthread_,$(threads_of_gcc))) INPUT(-lmemcall-static$(1))
$(O)/libmemcall.a: $(O)/libmemcall-static.a $(top)/Makefile
	@echo 'const char __memcall_command[] = "$(abspath $(O))/memcall";' | \
		$(CC) -x c -c - -o $(O)/obj/static/command.o
	@echo '$(call archive_script, $(abspath $(O))/obj/static/command.o)' > $@

# Static programs that record the heap are linked with this one instead.  It
# gives the names of the C library's functions to those of the recorder.
heap_functions := malloc calloc realloc free memalign aligned_alloc \
	posix_memalign valloc pvalloc
heap_script = $(foreach name,$(heap_functions),$(name) = __memcall_$(name);) \
	INPUT(-lmemcall)
$(O)/libmemcall-heap.a: $(O)/libmemcall.a
	@echo '$(heap_script)' > $@

$(O)/libmemcall-static.a: $(static_objects)
	@rm -f $@
	$(call quiet,AR ) $$($(CC) -print-prog-name=ar) rcs $@ $^

$(O)/memcall: $(cli_objects) $(report_objects)
	@mkdir -p $(O)/include
	@ln -sfn $(abspath $(top)) $(O)/sources
	@ln -sfn $(abspath $(top))/runtime/memcall.h $(O)/include
	$(call quiet,LD ) $(HOSTCC) $(san) $(LDFLAGS) -o $@ $^ $(pkg_libs)

# For build systems.
describe = sed -e 's|@VERSION@|$(VERSION)|; s|@PREFIX@|$(PREFIX)|' \
	-e 's|@PLUGIN@|$(strip $(1))|; s|@COMMAND@|$(strip $(2))|' \
	-e 's|@LIBDIR@|$(strip $(3))|; s|@INCLUDEDIR@|$(strip $(4))|'
$(O)/%: $(top)/runtime/share/%.in $(O)/flags $(O)/places
	@$(call describe,$(abspath $(O)/memcall.so),$(abspath $(O)/memcall),\
		$(abspath $(O)),$(abspath $(O)/include)) $< > $@

# The objects that ship, with tests around them.
$(O)/unit-tests: $(unit_objects) $(report_objects) $(record_objects)
	$(call quiet,LD ) $(CC) $(san) $(LDFLAGS) -o $@ $^ $(pkg_libs) -lcunit

-include $(wildcard $(addprefix $(O)/obj/,*/*.d */*/*.d */*/*/*.d))

# Dependencies ---------------------------------------------------------------

deb_packages = gcc-$(gcc_major) g++-$(gcc_major) gcc-$(gcc_major)-plugin-dev \
	libgraphviz-dev graphviz fonts-dejavu-core libyajl-dev \
	libprotobuf-c-dev protobuf-c-compiler zlib1g-dev pkg-config \
	$(if $(or $(wildcard $(node_modules)),$(shell command -v npm)),,npm) \
	libcunit1-dev python3 python3-jsonschema protobuf-compiler valgrind \
	strace clang-format groff-base libboost-fiber-dev libjemalloc2

browser_packages := chromium chromium-driver python3-selenium

# $(call install,PACKAGES): says which of them are missing, and installs them;
# elsewhere than in Debian and Ubuntu it goes on, and what is missing then says
# so where it is used.
install = @missing=; for p in $(1); do \
		dpkg-query -W -f='$${Status}' $$p 2>/dev/null | \
			grep -q 'ok installed' || missing="$$missing $$p"; \
	done; \
	test -z "$$missing" && exit 0; \
	command -v apt-get >/dev/null || { \
		echo "no apt-get here: needed is what corresponds to these" \
			"packages of Debian:$$missing"; \
		exit 0; }; \
	echo "installing$$missing"; \
	sudo=; test "$$(id -u)" = 0 || sudo=sudo; \
	$$sudo apt-get update -q >/dev/null && \
	DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -q -y \
		--no-install-recommends $$missing >/dev/null || { \
		echo "not all of$$missing can be installed: see above;" \
			"Ubuntu has some in universe"; \
		exit 1; }

# The compiler first, as that tells what else is of its version; npm's modules
# last.
deps: deps-packages $(node_modules)

deps-packages: deps-compiler
	$(call install,$(deb_packages))

deps-compiler:
	$(if $(gcc_version),,$(call install,$(CC) $(CXX)))

# In `make deps demo` the one comes before the other, -j or not.
have-gcc: $(filter deps,$(MAKECMDGOALS))
	@test -n '$(gcc_version)' || { \
		echo 'no compiler $(CC): make deps, or CC=gcc-14'; exit 1; }
	@test -f $(plugin_dir)/include/gcc-plugin.h || { \
		echo 'no plugin headers for $(CC) $(gcc_version): make deps, or' \
			'install gcc-$(gcc_major)-plugin-dev'; exit 1; }

have-deps: have-gcc $(node_modules)
	@$(PKG_CONFIG) --exists $(pkgs) cunit || { \
		echo 'a library is missing ($(pkgs) cunit): make deps, or' \
			'install libgraphviz-dev libyajl-dev libprotobuf-c-dev' \
			'zlib1g-dev libcunit1-dev pkg-config'; exit 1; }
	@test -e $(node_modules) || { \
		echo 'scripts for .html are missing: make deps, or install' \
			'npm, or say where the modules of' \
			'$(page)/package-lock.json are: NODE_MODULES='; exit 1; }
	@command -v protoc-c >/dev/null || { \
		echo 'no protoc-c: make deps, or install' \
			'protobuf-c-compiler'; exit 1; }

# Use ------------------------------------------------------------------------

demo: all
	@mkdir -p $(O)/demo
	$(CXX) -O2 -g -fplugin=$(O)/memcall.so $(top)/examples/orders.cc \
		-o $(O)/demo/orders
	MEMCALL_OUT=$(O)/demo/orders.memcall $(O)/demo/orders
	@for kind in png html dot; do \
		$(O)/memcall convert $(O)/demo/orders.memcall \
			-o $(O)/demo/orders.$$kind || exit 1; \
	done
	@echo
	@echo 'The call graph:     $(O)/demo/orders.png'
	@echo 'to look around in:  $(O)/demo/orders.html'
	@echo 'and for scripts:    $(O)/demo/orders.dot'

# The pictures of the README, as they come.
screenshot = chromium --headless=new --no-sandbox --hide-scrollbars \
	--window-size=1280,800 --virtual-time-budget=3000 --screenshot=$(1) \
	file://$(abspath $(O))/demo/orders.html$(2) 2>/dev/null

tables: all
	$(top)/runtime/share/fill-tables --build $(O) --cc '$(CC)' $(top)

pictures: demo
	$(call install,$(browser_packages))
	@for e in one-method marked-callee recursion two-classes; do \
		$(CXX) -O2 -g -fplugin=$(O)/memcall.so $(top)/examples/$$e.cc \
			-o $(O)/demo/$$e && \
		MEMCALL_OUT=$(O)/demo/$$e.memcall $(O)/demo/$$e >/dev/null && \
		$(O)/memcall convert $(O)/demo/$$e.memcall \
			-o $(top)/examples/pictures/$$e.png || exit 1; \
	done
	@cp $(O)/demo/orders.png $(top)/examples/pictures
	@$(call screenshot,$(top)/examples/pictures/orders-page.png)
	@$(call screenshot,$(top)/examples/pictures/orders-flame.png,#flame)
	@$(call screenshot,$(top)/examples/pictures/orders-sandwich.png,\
		'#view=sandwich&focus=json::Parser::object')
	@$(O)/memcall convert --view=tree $(O)/demo/recursion.memcall \
		-o $(top)/examples/pictures/recursion-tree.png
	@real=$(O)/real/sqlite/main-O2/out.memcall; \
	if [ -f $$real ]; then $(O)/memcall convert --nodes=16 $$real \
		-o $(top)/examples/pictures/sqlite.png; \
	else echo 'for sqlite.png: make check-real'; fi

# Where the plugin goes: into GCC's own folder, or, for those who may not write
# there, below PREFIX.
PLUGIN_TO ?= $(shell test -n '$(DESTDIR)' || test -w '$(plugin_dir)' && \
	echo '$(plugin_dir)' || echo '$(libdir)/memcall-plugins/gcc-$(gcc_major)')
plugin_to := $(strip $(if \
	$(filter install install-plugin uninstall,$(MAKECMDGOALS)),$(PLUGIN_TO)))
plugin_is_below := $(filter-out $(plugin_dir),$(plugin_to))
plugin_name = $(if $(plugin_is_below),$(plugin_to)/memcall.so,memcall)

install-plugin: plugin
	@rm -rf '$(DESTDIR)$(libdir)/memcall-plugins/gcc-$(gcc_major)'
	@install -d $(DESTDIR)$(plugin_to)
	install -m 644 $(O)/memcall.so $(O)/memcall-gcc.so \
		$(DESTDIR)$(plugin_to)
	$(if $(filter install-plugin,$(MAKECMDGOALS)),$(if $(plugin_is_below),\
		@echo 'for $(CC) $(gcc_version): -fplugin=$(plugin_name)'))

install: all install-plugin
	install -d $(DESTDIR)$(bindir) $(DESTDIR)$(libdir) \
		$(DESTDIR)$(includedir) $(DESTDIR)$(sourcedir)/runtime/arch \
		$(DESTDIR)$(sourcedir)/plugin $(DESTDIR)$(pkgconfigdir) \
		$(DESTDIR)$(cmakedir)
	install $(O)/memcall $(DESTDIR)$(bindir)/memcall
	install -m 644 $(O)/libmemcall.so \
		$(DESTDIR)$(libdir)/libmemcall.so.$(VERSION)
	ln -sf libmemcall.so.$(VERSION) $(DESTDIR)$(libdir)/$(SONAME)
	ln -sf $(SONAME) $(DESTDIR)$(libdir)/libmemcall.so
	install -m 644 $(O)/libmemcall-static.a $(DESTDIR)$(libdir)
	@echo '$(archive_script)' > $(DESTDIR)$(libdir)/libmemcall.a
	@echo '$(heap_script)' > $(DESTDIR)$(libdir)/libmemcall-heap.a
	@for to in $(pkgconfigdir)/memcall.pc \
			$(cmakedir)/memcall-config.cmake \
			$(cmakedir)/memcall-config-version.cmake; do \
		echo "$$to"; \
		$(call describe,$(plugin_name),$(bindir)/memcall,$(libdir),\
			$(includedir)) $(top)/runtime/share/$${to##*/}.in \
			> $(DESTDIR)$$to || exit 1; \
	done
	install -m 644 $(top)/runtime/report/graph.schema.json \
		$(DESTDIR)$(datadir)
	install $(top)/examples/merge-tree $(DESTDIR)$(datadir)
	install -m 644 $(top)/Makefile $(DESTDIR)$(sourcedir)
	install -m 644 $(wildcard $(top)/plugin/*.*) \
		$(DESTDIR)$(sourcedir)/plugin
	install -m 644 $(wildcard $(top)/runtime/*.h) \
		$(DESTDIR)$(sourcedir)/runtime
	install -m 644 $(wildcard $(top)/runtime/arch/*.h) \
		$(DESTDIR)$(sourcedir)/runtime/arch
	install -m 644 $(top)/runtime/memcall.h $(DESTDIR)$(includedir)/memcall.h
	install -m 644 -D -t $(DESTDIR)$(mandir)/man1 $(top)/runtime/share/memcall.1
	install -m 644 -D -t $(DESTDIR)$(mandir)/man7 $(top)/runtime/share/memcall.7
	install -m 644 -D $(top)/runtime/share/memcall.bash \
		$(DESTDIR)$(completiondir)/memcall
	install -m 644 -D -t $(DESTDIR)$(zshdir) $(top)/runtime/share/_memcall
	install -m 644 -D -t $(DESTDIR)$(fishdir) $(top)/runtime/share/memcall.fish
	ln -sf $(plugin_to)/memcall.so $(DESTDIR)$(libdir)/memcall.so
	test -n '$(DESTDIR)' || test "$$(id -u)" != 0 || ldconfig
	$(if $(plugin_is_below),@echo \
		'The folder of plugins of $(CC) is not yours to write to:' \
		'the plugin is $(plugin_name)$(comma) which' \
		'$(bindir)/memcall flags names.')

uninstall:
	rm -f $(DESTDIR)$(bindir)/memcall $(DESTDIR)$(libdir)/libmemcall.so* \
		$(DESTDIR)$(libdir)/libmemcall.a \
		$(DESTDIR)$(libdir)/libmemcall-heap.a \
		$(DESTDIR)$(libdir)/libmemcall-static.a \
		$(DESTDIR)$(libdir)/memcall.so $(DESTDIR)$(includedir)/memcall.h \
		$(DESTDIR)$(plugin_to)/memcall.so \
		$(DESTDIR)$(plugin_to)/memcall-gcc.so \
		$(DESTDIR)$(pkgconfigdir)/memcall.pc \
		$(DESTDIR)$(mandir)/man1/memcall.1 \
		$(DESTDIR)$(mandir)/man7/memcall.7 \
		$(DESTDIR)$(completiondir)/memcall \
		$(DESTDIR)$(zshdir)/_memcall $(DESTDIR)$(fishdir)/memcall.fish \
		$(DESTDIR)$(datadir)/graph.schema.json \
		$(DESTDIR)$(datadir)/merge-tree
	rm -rf $(DESTDIR)$(sourcedir) $(DESTDIR)$(libdir)/memcall-plugins \
		$(DESTDIR)$(cmakedir)
	-rmdir $(DESTDIR)$(datadir)
	test -n '$(DESTDIR)' || test "$$(id -u)" != 0 || ldconfig

# Debian packages, of this release of Debian: DEB_GCCS="12 11" for plugins of
# several GCCs, the one that compiles the rest first.
DEB_GCCS ?= $(gcc_major)
deb: $(node_modules)
	$(call install,$(deb_packages) debhelper build-essential)
	@NODE_MODULES='$(abspath $(NODE_MODULES))' \
		$(top)/runtime/packaging/make-deb $(abspath $(O)) $(VERSION) \
		$(DEB_GCCS)

# Checks ---------------------------------------------------------------------

# Every suite ends with a line "N passed, N failed"; the last line adds them up.
check: all $(O)/unit-tests
	@$(top)/testsuite/check-all $(MAKE) -f $(firstword $(MAKEFILE_LIST)) \
		--no-print-directory O=$(O) SAN='$(SAN)' CC='$(CC)' CXX='$(CXX)'

# What CI does: the cases again, as an ordinary user, if this is root.
check-both: all $(O)/unit-tests
	@SUITES="check-unit check-layers check-format check-cases \
		$(if $(filter 0,$(shell id -u)),check-cases-as-user)" \
		$(top)/testsuite/check-all $(MAKE) \
		-f $(firstword $(MAKEFILE_LIST)) --no-print-directory O=$(O) \
		SAN='$(SAN)' CC='$(CC)' CXX='$(CXX)'

check-unit: $(O)/unit-tests
	$(O)/unit-tests

check-cases: all
	$(top)/testsuite/run-cases --build $(O) --cc '$(CC)' --cxx '$(CXX)' \
		--sanitize '$(SAN)' -j $(JOBS) \
		$(if $(TALLY),--tally '$(TALLY)') $(CASES)

check-cases-as-user: all
	$(top)/testsuite/as-user $(O) testsuite/run-cases --build build \
		--cc '$(CC)' --cxx '$(CXX)' --sanitize '$(SAN)' -j $(JOBS) \
		$(CASES)

check-layers: all
	@$(top)/testsuite/layers --cc '$(CC)' $(record_objects) \
		$(report_objects) $(plugin_objects)

sources = $(wildcard $(addprefix $(top)/,plugin/*.cc plugin/*.h runtime/*.h \
	runtime/*/*.c runtime/*/*.h runtime/*/*/*.c runtime/*/*/*.h testsuite/unit/*.c testsuite/unit/*.h \
	testsuite/fuzz/*.c))

# Releases of clang-format differ in what they call formatted.
clang_format_major := 14
clang_format = $(or $(shell command -v \
	clang-format-$(clang_format_major)),clang-format)
check-format:
	@version=$$($(clang_format) --version 2>/dev/null | \
		sed -n 's/.*version \([0-9]*\).*/\1/p'); \
	test "$$version" = $(clang_format_major) || { \
		echo "skip check-format: clang-format is $${version:-missing}," \
			"not $(clang_format_major)"; \
		echo '0 passed, 0 failed, 1 skipped'; exit 0; }; \
	bad=$$($(clang_format) --dry-run $(sources) 2>&1 | grep -c warning:); \
	test "$$bad" = 0 || $(clang_format) --dry-run $(sources); \
	echo "$$((1 - ($$bad > 0))) passed, $$(($$bad > 0)) failed"; \
	test "$$bad" = 0

format:
	$(clang_format) -i $(sources)

# ARCH=aarch64 and the like: in QEMU.
check-real: $(if $(filter command,$(firstword $(origin ARCH))),\
	check-real-there,all)
	$(if $(filter check-real-there,$^),$(top)/testsuite/arch/within \
		$(O)/root-$(ARCH)) $(top)/testsuite/real/check-real \
		--build $(O)$(if $(filter check-real-there,$^),/$(ARCH) \
		--cc $(ARCH)-linux-gnu-gcc-12)

check-real-there:
	$(arch_packages)
	@mkdir -p $(O)
	@MAKE='$(MAKE)' $(top)/testsuite/arch/build-for $(ARCH) 12 \
		$(abspath $(O))

check-html: all
	$(call install,$(browser_packages))
	$(top)/testsuite/html/check-html --build $(O) --cc '$(CC)' \
		--cxx '$(CXX)'

check-viewers: all
	$(call install,$(browser_packages) golang-go \
		libdevel-nytprof-perl python3-jsonschema)
	$(top)/testsuite/viewers/check-viewers --build $(O) --cxx '$(CXX)'

check-suites: all
	$(top)/testsuite/real/check-suites --build $(O) --cc '$(CC)' \
		--cxx '$(CXX)' -j $(JOBS) $(SUITES)

# GCC verifies what each pass leaves behind, which releases of it do only when
# they are asked to.
check-checking: all
	$(top)/testsuite/run-cases --build $(O) --cc '$(CC)' --cxx '$(CXX)' \
		--sanitize '$(SAN)' --options=-fchecking -j $(JOBS) $(CASES)
	for suite in --torture --g++; do \
		$(top)/testsuite/real/check-suites --build $(O) --cc '$(CC)' \
			--cxx '$(CXX)' -j $(JOBS) --options=-fchecking \
			$$suite || exit 1; \
	done

# What skips where a build system is missing.
check-builds: all
	$(call install,pkg-config cmake meson ninja-build autoconf automake \
		libtool ccache)
	$(top)/testsuite/run-cases --build $(O) --cc '$(CC)' --cxx '$(CXX)' \
		-j $(JOBS) install trials plugin-changed build-pkg-config \
		build-cmake build-meson build-autotools

# In folders with releases of Debian.
check-deb:
	$(call install,debootstrap)
	@$(top)/testsuite/check-deb --into '$(GCCS_IN)' $(RELEASES)

# In Debian's releases that have them, each in a folder of its own.
check-gccs:
	$(call install,debootstrap)
	@$(top)/testsuite/check-gccs --into '$(GCCS_IN)' -j $(JOBS) \
		$(if $(SUITES),--suites '$(SUITES)') --cases '$(CASES)' \
		--tested '$(TESTED)' $(GCCS)

# Programs of another processor, by cross compilers and QEMU.
ARCH ?= aarch64
arch_packages = $(call install,\
	$(foreach compiler,gcc g++ gobjc gfortran gdc gnat,\
		$(compiler)-12-$(ARCH)-linux-gnu) qemu-user-static \
	gcc-12-plugin-dev-$(ARCH)-linux-gnu debootstrap)
check-arch:
	$(arch_packages)
	@MAKE='$(MAKE)' TESTED='$(TESTED)' $(top)/testsuite/arch/check-arch $(ARCH) 12 $(O) \
		$(JOBS) $(CASES)

# What is no dependency: compilers of other languages, and another C library.
language_packages = $(foreach language,gobjc gfortran gdc gnat gccgo,\
	$(language)-$(gcc_major)) musl-tools
check-languages: all
	$(call install,$(language_packages))
	@$(top)/testsuite/check-languages --build $(O) --cc '$(CC)' \
		--cxx '$(CXX)' -j $(JOBS) --tested '$(TESTED)'

# Few ranks, and many more than there are processors.
check-mpi: all
	$(call install,openmpi-bin libopenmpi-dev)
	@for ranks in 4 64; do \
		echo "$$ranks ranks:"; \
		MPI_RANKS=$$ranks $(top)/testsuite/run-cases --build $(O) \
			--cc '$(CC)' --cxx '$(CXX)' mpi || exit 1; \
	done

bench: all
	$(top)/testsuite/bench/run --build $(O)

# perf comes from the package of the kernel's release.
bench-times: all
	@command -v perf >/dev/null || $(MAKE) -f $(firstword $(MAKEFILE_LIST)) \
		--no-print-directory deps deb_packages='linux-perf'
	$(top)/testsuite/bench/times --build $(O) --cc '$(CC)' $(TIMES)

# clang is not installed before it is needed.
fuzz: all
	@echo 'int LLVMFuzzerTestOneInput(void) { return 0; }' | \
		$(FUZZ_CC) -fsanitize=fuzzer,address -x c - -o /dev/null \
			2>/dev/null || \
		$(MAKE) -f $(firstword $(MAKEFILE_LIST)) --no-print-directory \
			deps deb_packages='clang libclang-rt-dev'
	@CC='$(CC)' CXX='$(CXX)' FUZZ_CC='$(FUZZ_CC)' \
		$(top)/testsuite/fuzz/run $(O) $(FUZZ_SECONDS)

clean:
	rm -rf $(O)

help:
	@echo 'deps          install the packages that are missing (Debian)'
	@echo 'all           memcall.so, libmemcall.so, memcall in $(O)/'
	@echo 'demo          run an example and draw its call graph'
	@echo 'check         all tests: check-unit check-cases check-layers' \
		'check-format'
	@echo 'check-cases   CASES="NAME ..." for some of them; check-unit'
	@echo 'check-both    all tests, and if this is root, the cases as an' \
		'ordinary user, too; check-cases-as-user'
	@echo 'check-real    compare every count on SQLite and Lua (downloads);' \
		'ARCH=aarch64 or riscv64: in QEMU'
	@echo 'check-html    click through .html pages in Chromium (installs it)'
	@echo 'check-viewers open profiles in pprof, flamegraph.pl and' \
		'speedscope (installs them)'
	@echo 'check-suites  run the test suites of real programs recorded' \
		'(downloads);' 'SUITES="NAME ...", --torture or --g++'
	@echo 'check-checking check-cases and programs of GCC, with -fchecking' \
		'(downloads)'
	@echo 'check-builds  projects of CMake, Meson, the autotools and' \
		'pkg-config (installs them)'
	@echo 'check-deb     build and try Debian packages in folders with' \
		'Debian 12 and 13 (downloads); RELEASES="bookworm"'
	@echo 'check-gccs    build and test with GCC 11 to 16 in folders with' \
		'other releases of Debian (downloads);' \
		'GCCS="14 16", GCCS_IN=$(GCCS_IN)'
	@echo 'check-arch    unit tests and cases for ARCH=aarch64 or riscv64,' \
		'in QEMU (installs cross compilers)'
	@echo 'check-languages cases in Objective-C, Fortran, D and Ada' \
		'(installs compilers)'
	@echo 'check-mpi     an MPI program with 4 and with 64 ranks' \
		'(installs Open MPI)'
	@echo 'bench         costs, side by side with others'
	@echo 'bench-times   times, against perf, callgrind and programs that' \
		'know theirs' '(downloads, installs perf);' \
		'TIMES="--runs=100 known" and the like'
	@echo 'fuzz          damaged profiles, for FUZZ_SECONDS=3600 (installs clang)'
	@echo 'pictures      draw those of the README again'
	@echo 'tables        write those of README and manual pages again'
	@echo 'plugin        memcall.so and memcall-gcc.so alone; install-plugin'
	@echo 'install       into PREFIX=$(PREFIX), DESTDIR=; uninstall'
	@echo 'deb           Debian packages, in $(O)/deb; DEB_GCCS="12 11"'
	@echo 'format clean'
	@echo
	@echo 'CC=$(CC) CXX=$(CXX) O=$(O) CFLAGS CXXFLAGS LDFLAGS V=1' \
		'SAN=address,undefined'
