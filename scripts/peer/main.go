// Builds every kustomization that stdin names, one a line, in one process: what the measurements compare a preview with.
package main

import (
	"bufio"
	"fmt"
	"os"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

func main() {
	options := krusty.MakeDefaultOptions()
	options.LoadRestrictions = types.LoadRestrictionsNone
	kustomizer := krusty.MakeKustomizer(options)
	disk := filesys.MakeFsOnDisk()
	built := 0
	for folders := bufio.NewScanner(os.Stdin); folders.Scan(); {
		resources, err := kustomizer.Run(disk, folders.Text())
		if err != nil {
			continue
		}
		if _, err := resources.AsYaml(); err == nil {
			built++
		}
	}
	fmt.Println(built)
}
