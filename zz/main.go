package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/chromedp/cdproto/runtime"
	clog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/cdproto/emulation"
)

// zz URL WIDTH HEIGHT OUT WAITJS [JS...]
func main() {
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("disable-quic", true))
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), opts...)
	defer cancel()
	ctx, cancel = chromedp.NewContext(ctx)
	defer cancel()
	ctx, cancel = context.WithTimeout(ctx, 150*time.Second)
	defer cancel()
	chromedp.ListenTarget(ctx, func(ev any) {
		switch ev := ev.(type) {
		case *runtime.EventConsoleAPICalled:
			for _, a := range ev.Args {
				fmt.Println("console:", string(a.Value), a.Description)
			}
		case *runtime.EventExceptionThrown:
			fmt.Println("exception:", ev.ExceptionDetails.Error())
		case *clog.EventEntryAdded:
			fmt.Println("log:", ev.Entry.Text, ev.Entry.URL)
		}
	})
	w, _ := strconv.ParseInt(os.Args[2], 10, 64)
	h, _ := strconv.ParseInt(os.Args[3], 10, 64)
	var raw []byte
	start := time.Now()
	acts := []chromedp.Action{clog.Enable(), emulation.SetDeviceMetricsOverride(w, h, 1, w < 600), chromedp.Navigate(os.Args[1])}
	if os.Getenv("COOKIE") != "" {
		acts = append(acts[:2], append([]chromedp.Action{chromedp.Navigate(os.Getenv("COOKIE"))}, acts[2:]...)...)
	}
	wait := func(js string) chromedp.Action {
		return chromedp.ActionFunc(func(ctx context.Context) error {
			for i := 0; ; i++ {
				var ok bool
				if err := chromedp.Evaluate("!!("+js+")", &ok).Do(ctx); err != nil {
					return err
				}
				if ok || i > 400 {
					if !ok { fmt.Println("gave up waiting for", js) }
					return nil
				}
				time.Sleep(200 * time.Millisecond)
			}
		})
	}
	if os.Args[5] != "" {
		acts = append(acts, wait(os.Args[5]))
	}
	for _, js := range os.Args[6:] {
		if js[0] == '?' {
			acts = append(acts, wait(js[1:]))
			continue
		}
		acts = append(acts, chromedp.ActionFunc(func(ctx context.Context) error {
			var out any
			err := chromedp.Evaluate(js, &out, func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }).Do(ctx)
			fmt.Println("js:", out)
			return err
		}), chromedp.Sleep(300*time.Millisecond))
	}
	if os.Getenv("FULL") != "" {
		acts = append(acts, chromedp.FullScreenshot(&raw, 90))
	} else {
		acts = append(acts, chromedp.CaptureScreenshot(&raw))
	}
	if err := chromedp.Run(ctx, acts...); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("took", time.Since(start))
	os.WriteFile(os.Args[4], raw, 0o644)
}
