//go:build go1.27

// Unicode 17: new scripts, properties and letters, in unicode, strings, strconv and regexp.
package main

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

func main() {
	fmt.Println(unicode.Version)
	for name, t := range map[string]*unicode.RangeTable{
		"Beria_Erfe": unicode.Beria_Erfe, "Garay": unicode.Garay, "Gurung_Khema": unicode.Gurung_Khema, "Kirat_Rai": unicode.Kirat_Rai,
		"Ol_Onal": unicode.Ol_Onal, "Sidetic": unicode.Sidetic, "Sunuwar": unicode.Sunuwar, "Tai_Yo": unicode.Tai_Yo, "Todhri": unicode.Todhri,
		"Tolong_Siki": unicode.Tolong_Siki, "Tulu_Tigalari": unicode.Tulu_Tigalari,
	} {
		if unicode.Scripts[name] != t {
			fmt.Println("no script", name)
		}
	}
	for _, t := range []*unicode.RangeTable{unicode.IDS_Unary_Operator, unicode.ID_Compat_Math_Start, unicode.ID_Compat_Math_Continue, unicode.Modifier_Combining_Mark} {
		n, first := 0, rune(-1)
		for r := rune(0); r <= unicode.MaxRune; r++ {
			if unicode.Is(t, r) {
				if n++; first < 0 {
					first = r
				}
			}
		}
		fmt.Printf("%d from %U; ", n, first)
	}
	fmt.Println()
	const garay, vithkuqi = '\U00010D50', '\U00010570'
	fmt.Println(unicode.IsUpper(garay), unicode.In(garay, unicode.Garay), unicode.ToLower(garay) == '\U00010D70', unicode.IsLetter(vithkuqi))
	fmt.Println(strings.ToUpper("\U00010D71ɤ") == "\U00010D51\uA7CB", strings.EqualFold("\u019B", "\uA7DC"))
	fmt.Println(strconv.Quote("\U00010D50 \uA7CB \U0001FAE9 \U000107C0"), unicode.IsDigit('\U00010D49'), unicode.IsSymbol('\U0001FADC'))
	re := regexp.MustCompile(`\p{Garay}+|\p{sunuwar}|\p{kirat rai}`) // and names of scripts in any case
	fmt.Printf("%+q\n", re.FindAllString("x\U00010D50\U00010D70y\U00011BC0\U00016D40", -1))
	fmt.Println(regexp.MustCompile(`^\p{greek}\p{LATIN}$`).MatchString("λl"), regexp.MustCompile(`(?i)^\p{Garay}\x{10D50}$`).MatchString("\U00010D50\U00010D70"))
}
