# Turns the console blocks of the README's section "A first container" into a shell script, and into what it prints.
#
#   awk -v want=commands -f first-container.awk README.md     each command, then `settle`
#   awk -v want=output -f first-container.awk README.md       the lines between them, without the JSON of `state`

/^## / { inside = $0 == "## A first container" }
/^```/ { block = inside && $0 == "```console"; next }
!block { next }
/^# / { if (want == "commands") print substr($0, 3) "\nsettle"; next }
/^[{} ]/ { next }
want == "output" { print }
